import { expect, test } from 'vitest';
import { deedOfFetched, runsOfTree } from '../../../src/inspect/commands/builders.ts';
import { Fetched } from '../../../src/inspect/shell/course/fetched.ts';
import { programOf } from '../../../src/inspect/shell/program.ts';

/** `f` files were fetched one by one, `tree` as a whole; with a `@` before it a command starts in there, with a `|` it is fed. */
function severity(command: string): string | undefined {
  const fetched = new Fetched();
  for (const file of 'f.sql f.yaml f.jar f.deb f.exe f.tf f.txt package.json Dockerfile compose.yaml'.split(' '))
    fetched.add(file);
  fetched.follow('git', ['clone', 'https://there.example/a/tree'], false);
  if (command.startsWith('@')) fetched.follow('cd', ['tree'], false);
  const isRaised = command.includes('sudo ');
  const words = command.replace(/^[@|]/, '').replace('sudo ', '').split(' ');
  const [name = '', ...args] = words;
  const deed =
    deedOfFetched({ name, args, fetched, isFed: command.startsWith('|'), isRaised }) ??
    runsOfTree(words, programOf(name, args), fetched);
  return deed?.severity;
}

test.each([
  ['psql -d app -f f.sql', 'critical'],
  ['psql -d app -f mine.sql', undefined],
  ['mysql app', undefined],
  ['kubectl apply -f f.yaml', 'high'],
  ['kubectl apply -f mine.yaml', undefined],
  ['kubectl get -f f.yaml', undefined],
  ['kubectl create -f f.yaml --dry-run=client', undefined],
  ['kubectl create -f f.yaml --dry-run=none', 'high'],
  ['|kubectl apply -f -', 'high'],
  ['|kubectl diff -f -', undefined],
  ['kubectl apply -k github.com/a/b', 'high'],
  ['kubectl apply -k ./overlay', undefined],
  ['helm install x https://there.example/x.tgz', 'high'],
  ['helm install x ./chart', undefined],
  ['java -jar f.jar', 'critical'],
  ['java -jar mine.jar f.jar', undefined],
  ['ansible-playbook f.yaml', 'critical'],
  ['ansible-playbook --check f.yaml', undefined],
  ['start-process f.exe', 'critical'],
  ['start-process notepad', undefined],
  ['dpkg -i f.deb', 'high'],
  ['dpkg -I f.deb', undefined],
  ['dpkg -i mine.deb', undefined],
  ['apt install ./f.deb', 'high'],
  ['apt install jq', undefined],
  ['terraform apply', 'high'],
  ['terraform plan', undefined],
  ['docker build .', 'high'],
  ['|docker build -', 'high'],
  ['docker build https://there.example/a.git', 'high'],
  ['docker compose up -d', 'high'],
  ['docker compose -f mine.yaml up', undefined],
  ['docker compose config', undefined],
  ['docker ps', undefined],
  ['npm ci', 'high'],
  ['npm ci --ignore-scripts', undefined],
  ['npm view x', undefined],
  ['pip install -r f.txt', 'high'],
  ['pip install -r mine.txt', undefined],
  ['pip install ./tree', 'medium'],
  ['pip install ./mine', undefined],
  ['make -C tree', 'medium'],
  ['make -C tree install', 'high'],
  ['make -n -C tree install', undefined],
  ['make', undefined],
  ['@make', 'medium'],
  ['@sudo make', 'high'],
  ['@cargo build', 'medium'],
  ['@cargo metadata', undefined],
  ['@bundle', 'medium'],
  ['@go run .', 'medium'],
  ['@git log', undefined],
  ['@./run', 'critical'],
  ['@./configure', 'medium'],
  ['@bash x.sh', 'critical'],
  ['@python3 x.py', 'medium'],
  ['@python3 setup.py install', 'critical'],
  ['@node /srv/mine.js', undefined],
  ['bash tree/x.sh', 'critical'],
  ['bash mine/x.sh', undefined],
  ['tree/run', 'critical'],
  ['cat tree/run', undefined],
])('%s: %s', (command, expected) => {
  expect(severity(command)).toBe(expected);
});
