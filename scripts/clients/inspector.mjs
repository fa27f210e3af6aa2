import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { MAIL, TOKEN } from './place.mjs';
import { runClient } from './process.mjs';

/** The keychain of the person who runs this is none of our business. */
const SECRETS = { MCP_INSPECTOR_SECRET_STORE: 'memory' };
const MAIL_WORDS = Object.entries(MAIL).map(([key, value]) => `${key}:=${value}`);

function configure({ place, url }, protocolEra) {
  const file = path.join(place.folder, 'inspector.json');
  const sallyport =
    url === undefined
      ? { type: 'stdio', command: place.node, args: place.args, protocolEra }
      : { type: 'streamable-http', url, headers: { Authorization: `Bearer ${TOKEN}` }, protocolEra };
  writeFileSync(file, JSON.stringify({ mcpServers: { sallyport } }));
  return file;
}

const questionId = (out) => /"elicitationId":\s*"([^"]+)"/.exec(out)?.[1];

/** One command, one process: it declares no elicitation, so a call that is held says so. */
const inspect = (era) => async (context) => {
  const { place, bin } = context;
  const config = configure(context, era);
  const env = { ...place.env, ...SECRETS };
  const ask = (...words) =>
    runClient(
      bin('mcp-inspector'),
      ['--cli', '--config', config, '--server', 'sallyport', ...words, '--format', 'json'],
      {
        env,
        cwd: place.files,
      },
    );
  const listed = await ask('--method', 'tools/list');
  for (const name of ['"echo__echo"', '"everything__get-sum"', '"sallyport__status"'])
    assert.ok(listed.out.includes(name), listed.all);
  const called = await ask('--method', 'tools/call', '--tool-name', 'everything__get-sum', '--tool-arg', 'a=2', 'b=3');
  assert.match(called.out, /sum of 2 and 3 is 5/, called.all);
  const sent = Object.entries(MAIL).map(([key, value]) => `${key}=${value}`);
  const held = await ask('--method', 'tools/call', '--tool-name', 'mail__send', '--tool-arg', ...sent);
  assert.match(held.all, /sallyport approve \w+/);
  assert.equal(place.sent(), 0);
};

/** Its daemon keeps a connection, and its user answers what Sallyport asks with a command. */
const converse = (era, counts) => async (context) => {
  const { place, bin } = context;
  const config = configure(context, era);
  const env = { ...place.env, ...SECRETS };
  const ask = (...words) => runClient(bin('mcpdo'), ['--format', 'json', ...words], { env, cwd: place.files });
  try {
    const opened = await ask('connect', 'sallyport', '--config', config);
    assert.equal(opened.code, 0, opened.all);
    assert.match((await ask('@sallyport', 'tools/list')).out, /files__read_text_file/);
    const read = await ask('@sallyport', 'tools/call', 'files__read_text_file', `path:=${place.files}/a.txt`);
    assert.match(read.out, /alpha/, read.all);
    // A server's own question reaches the person under the server's name, and the answer goes back.
    const question = await ask('@sallyport', 'tools/call', 'everything__trigger-elicitation-request');
    assert.match(question.out, /everything asks/, question.all);
    const told = await ask('elicitation/respond', questionId(question.out), 'name:=Ada');
    assert.match(told.out, /Name: Ada/, told.all);
    const asked = await ask('@sallyport', 'tools/call', 'mail__send', ...MAIL_WORDS);
    if (!counts) {
      assert.match(asked.all, /sallyport approve \w+/);
      return;
    }
    assert.match(asked.out, /Mail leaves the house\./, asked.all);
    assert.equal(place.sent(), 0);
    const answered = await ask('elicitation/respond', questionId(asked.out), 'decision:=allow_once');
    assert.match(answered.out, /send done/, answered.all);
    assert.equal(place.sent(), 1);
    assert.match((await place.record()).approvals.map(({ message }) => message).join(), /elicitation/);
  } finally {
    await ask('daemon', 'stop');
  }
};

const PACKAGES = { '@modelcontextprotocol/inspector': '2.12.0' };

const ERAS = [
  { era: 'legacy', revision: '2025-11-25', source: { stdio: 'process', http: 'mcp-session-id' } },
  { era: 'modern', revision: '2026-07-28', source: { stdio: 'process', http: 'principal' } },
];
const everyWay = (make) =>
  ['stdio', 'http'].flatMap((over) =>
    ERAS.map(({ era, revision, source }) => ({ ...make(era, over), over, as: { revision }, source: source[over] })),
  );

export const INSPECTOR = {
  name: 'Inspector CLI',
  packages: PACKAGES,
  node: '22.23.3',
  as: { client: 'inspector-cli', asks: 'no' },
  cases: everyWay((era) => ({ what: `lists, calls, and is held, ${era}`, run: inspect(era) })),
};

export const MCPDO = {
  name: 'mcpdo',
  packages: PACKAGES,
  node: '22.23.3',
  as: { client: 'inspector-cli', asks: 'form and url' },
  // A form counts where a person is known to sit before the client: not behind a port.
  cases: everyWay((era, over) => ({
    what: `a held call, ${over === 'stdio' ? 'approved by form' : 'where no form counts'}, ${era}`,
    run: converse(era, over === 'stdio'),
  })),
};
