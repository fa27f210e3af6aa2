import { describe, expect, it } from 'vitest';
import { seeContainerfile } from '../../../src/discover/manifests/containerfile.ts';
import { seeYaml } from '../../../src/discover/manifests/workloads.ts';

const SECRET = 'q7Rk2VbT9xLmZ4aaQQ';
const yaml = (text: string) => seeYaml('/m.yaml', text, () => []);
const brief = ({ seen }: ReturnType<typeof seeYaml>) =>
  seen.map(({ name, at, certainty }) => [name, at.line, certainty]);

const COMPOSE = `services:
  db:
    image: postgres
    environment: { POSTGRES_PASSWORD: ${SECRET} }
  git:
    image: mcp/git:latest
    environment:
      - GITHUB_TOKEN=${SECRET}
      - MODE=x
    ports: ["127.0.0.1:8080:80/tcp", { target: 80, published: 8081 }, "90"]
  tickets:
    build: .
    command: npx -y tickets-mcp --stdio
  crm:
    image: ours/crm
    labels:
      docker-mcp.server: "true"
  web:
    image: ours/web
    command: [web, --port, "80"]
`;

describe('a compose file', () => {
  it('says which of its services are servers, and what they hold', () => {
    const found = yaml(COMPOSE);
    expect(found.troubles).toEqual([]);
    expect(brief(found)).toEqual([
      ['git', 5, 'certain'],
      ['tickets', 11, 'likely'],
      ['crm', 14, 'possible'],
    ]);
    expect(JSON.stringify(found)).not.toContain(SECRET);
    expect(found.seen[0]?.held.map(({ name }) => name)).toEqual(['GITHUB_TOKEN']);
    expect(found.seen[0]?.near?.slice(1)).toEqual(['port 8080', 'port 8081']);
  });

  it('that is odd says nothing, and breaks nothing', () => {
    for (const text of [
      '',
      'services:\n  mcp: 7',
      'services: [mcp]',
      '- mcp',
      'mcp',
      'services: { mcp-a: { command: { a: 1 }, ports: 7 } }',
    ]) {
      expect(yaml(text).troubles).toEqual([]);
    }
    expect(yaml('a: *nowhere # mcp\nservices: {}').seen).toEqual([]);
  });

  it('that is broken is said to be, with the line', () => {
    expect(yaml('services:\n  mcp: [').troubles[0]).toMatch(/^\/m\.yaml:2: /);
  });
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers: [{ name: web, image: nginx }]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: tickets
spec:
  template:
    metadata:
      annotations:
        example.com/mcp: "true"
    spec:
      initContainers:
        - name: wait
          image: busybox
      containers:
        - name: tickets
          image: ours/tickets
        - name: git
          image: registry.example/git-mcp-server:1.2
          args: [--token, ${SECRET}]
          env:
            - name: API_KEY
              value: ${SECRET}
            - name: OTHER
              valueFrom: { secretKeyRef: { name: a, key: b } }
---
apiVersion: toolhive.stacklok.dev/v1alpha1
kind: MCPServer
metadata: { name: fetch }
spec: { image: ghcr.io/example/fetch, transport: stdio }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: job
              command: [uvx, mcp-server-git]
`;

describe('a manifest of Kubernetes', () => {
  it('says which of its containers are servers', () => {
    const found = yaml(DEPLOYMENT);
    expect(brief(found)).toEqual([
      ['tickets', 23, 'possible'],
      ['tickets/git', 25, 'likely'],
      ['fetch', 35, 'certain'],
      ['nightly/job', 48, 'likely'],
    ]);
    expect(JSON.stringify(found)).not.toContain(SECRET);
    expect(found.seen[1]?.held.map(({ name }) => name)).toEqual(['API_KEY', 'token']);
  });

  it('of another kind is looked through for images', () => {
    const catalog =
      'mcp:\n  - container:\n      image: mcp/notion:latest\n      environment: { A_TOKEN: q7Rk2VbT9xLmZ4 }\n  - container: { image: nginx }\n';
    const found = yaml(catalog);
    expect(brief(found)).toEqual([['mcp/notion:latest', 3, 'certain']]);
    expect(found.seen[0]?.held).toHaveLength(1);
    expect(yaml('docs: [{ about: "image: mcp/notion" }]').seen).toEqual([]);
  });

  it('that is a template is read as text', () => {
    const found = yaml(
      'spec:\n  {{- if .Values.on }}\n  image: ghcr.io/example/mcp-git:{{ .tag }}\n  image: nginx\n  {{- end }}\n',
    );
    expect(found.troubles).toEqual([]);
    expect(brief(found)).toEqual([['ghcr.io/example/mcp-git:', 3, 'likely']]);
  });
});

describe('a container file', () => {
  const file = (text: string) => seeContainerfile('/Dockerfile', text, () => []);

  it.each([
    [
      'FROM node\n# CMD ["a"]\nENV TOKEN=x \\\n  B="c d"\nENTRYPOINT ["npx", "-y", "tickets-mcp"]\nCMD ["--all"]',
      4 + 1,
      'likely',
    ],
    ['FROM mcp/git:1', 1, 'certain'],
    ['FROM node\nLABEL io.example.mcp=true\nCMD node server.js', 3, 'possible'],
    ['FROM --platform=linux/amd64 node\nCMD ["python", "-m", "mcp_server_git"]', 2, 'likely'],
  ])('%j is one', (text, line, certainty) => {
    expect(file(text).seen.map(({ at, certainty }) => [at.line, certainty])).toEqual([[line, certainty]]);
  });

  it.each([
    'FROM mcp/git AS build\nFROM nginx\nCMD ["nginx"]',
    'FROM node\n# an MCP client\nRUN npm install mcp\nCMD ["node", "a.js"]',
    '',
    'mcp',
  ])('%j is none', (text) => {
    expect(file(text).seen).toEqual([]);
  });

  it('shows no secret', () => {
    const found = file(`FROM node\nENV GITHUB_TOKEN="${SECRET}"\nCMD ["npx", "tickets-mcp"]`);
    expect(JSON.stringify(found)).not.toContain(SECRET);
    expect(found.seen[0]?.held).toHaveLength(1);
  });
});

describe('a manifest made to be hard to read', () => {
  it('is said not to be read, or read in its time', () => {
    const bomb = `a: &a [mcp, mcp]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}\n`;
    expect(yaml(bomb).troubles[0]).toMatch(/^\/m\.yaml:1: /);
    const many = `services:\n${Array.from({ length: 30_000 }, (_, i) => `  s${i}: { image: mcp/x }`).join('\n')}\n`;
    const found = yaml(many);
    expect(found.seen).toHaveLength(1_000);
    expect(found.troubles).toEqual(['/m.yaml: more than 1000 containers, and only so many were looked at']);
    expect(yaml(`a: ${'['.repeat(50_000)}mcp`).troubles).toHaveLength(1);
  });

  it.each(['\n', '\\\n', 'CMD "', 'FROM a:', '"\\"', "'"])(
    'a container file of a megabyte of %j is read in its time',
    (piece) => {
      const text = `FROM mcp/x\nCMD ${piece.repeat(1_000_000 / piece.length)}`;
      expect(seeContainerfile('/Dockerfile', text, () => []).seen.length).toBeLessThan(2);
    },
  );
});
