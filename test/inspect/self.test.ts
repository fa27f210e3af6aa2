import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STATE_PARTS } from '../../src/inspect/self/state/parts.ts';
import { self } from '../../src/inspect/self.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import { NO_MEMORY, type View } from '../../src/model/view.ts';
import { callOf, kindsOf, LONG_SCRIPTS, lookAtCall, pausesOver, viewOf } from './given.ts';
import { context } from './surroundings.ts';

const writes: Partial<ToolFacts> = { powers: ['write'], roles: { '/path': 'path', '/text': 'content' } };
const reads: Partial<ToolFacts> = { powers: ['read'], roles: { '/path': 'path' } };
const removes: Partial<ToolFacts> = { powers: ['write', 'destructive'], roles: { '/path': 'path' } };
const executes: Partial<ToolFacts> = { powers: ['execute'], roles: { '/path': 'command' } };
const kinds = async (path: string, facts: Partial<ToolFacts>): Promise<string[]> =>
  kindsOf(await lookAtCall(self(context), callOf({ path }, facts)));

test.each([
  ['/home/me/work/servers.config.yaml', 'self.config'],
  ['~/work/./x/../servers.config.yaml', 'self.config'],
  ['servers.config.yaml', 'self.config'],
  ['file:///home/me/work/sallyport.lock.yaml', 'self.config'],
  ['/home/me/gate/mine.yaml', 'self.config'],
  ['/HOME/ME/WORK/SERVERS.CONFIG.YAML', 'self.config'],
  ['/home/me/work/servers%2Econfig.yaml', 'self.config'],
  ['$HOME/.local/state/sallyport/approvals/x.json', 'self.state'],
  ['~/.claude.json', 'self.client-config'],
  ['.mcp.json', 'self.client-config'],
  ['C:\\Users\\me\\AppData\\Roaming\\Claude\\claude_desktop_config.json', 'self.client-config'],
  ['project/.cursor/mcp.json', 'self.client-config'],
  ['.codex/config.toml', 'self.client-config'],
  ['/home/me/odd/client.toml', 'self.client-config'],
  // Relative to a folder that nobody knows.
  ['mine.yaml', 'self.config'],
  ['./gate/mine.yaml', 'self.config'],
  ['../gate/mine.yaml', 'self.config'],
  ['sallyport/approvals/x.verdict', 'self.state'],
  ['./state/sallyport/journal', 'self.state'],
])('a tool that writes may not touch %s: %s', async (path, kind) => {
  expect(await kinds(path, writes)).toEqual([kind]);
  expect(await kinds(path, {})).toEqual([kind]);
  expect((await kinds(path, reads))[0]).toBe('self.read');
});

test.each([
  ['~/.local/state/sallyport/keys/checkpoint.key', reads],
  ['/home/me/.local/state/sallyport/credentials', reads],
  ['file:///home/me/.local/state/sallyport/adoptions/secrets/github-GITHUB_TOKEN', reads],
  ['$HOME/.local/state/sallyport/k*/token.key', reads],
  ['cat ~/.local/state/sallyport/keys/token.key', executes],
  ['cat ~/.local/state/sallyport/*/*.key', executes],
  ['grep -rn sk_ ~/.local/state/sallyport', executes],
])('what keeps keys and secrets for us is no harmless reading: %s', async (path, facts) => {
  expect(await kinds(path, facts)).toEqual(['self.read', 'path.sensitive']);
});

test.each([
  ['~/.local/state/sallyport/journal/a-0.jsonl', reads],
  ['~/.local/state/sallyport/journal', reads],
  ['file:///home/me/.local/state/sallyport/j%6Furnal/payloads/a', reads],
  ['~/.local/state/sallyport/approvals/abcd2345.hold', reads],
  ['~/.local/state/sallyport/tasks/a.b.json', reads],
  ['cat ~/.local/state/sallyport/journal/a-0.jsonl', executes],
  ['grep sk_ $HOME/.local/state/sallyport/journal/a-0.jsonl', executes],
  ['jq .entry ~/.local/state/sallyport/journal/a-0.jsonl', executes],
])('what other sessions did is no harmless reading either: %s', async (path, facts) => {
  const seen = await lookAtCall(self(context), callOf({ path }, facts));
  expect(kindsOf(seen)).toEqual(['self.read', 'path.sensitive']);
  expect(JSON.stringify(seen)).toContain('what other sessions');
});

test.each([
  'ls -la $HOME/.local/state/sallyport',
  'ls -la ${HOME}/.local/state/sallyport',
  'ls -la "$HOME"/.local/state/sallyport',
  'ls -la "$HOME/.local/state/sallyport"',
  'ls -la $XDG_STATE_HOME/sallyport',
  'ls $SALLYPORT_STATE/frozen',
])('a home by its variable is read like one by its sign: %s', async (command) => {
  expect(await kinds(command, executes)).toEqual(['self.read']);
});

test.each([
  'ls $(rm -rf ~/.local/state/sallyport)',
  'ls $HOME/.local/state/sallyport > $HOME/.local/state/sallyport/trust.json',
  'rg --pre $HOME/x y $HOME/.local/state/sallyport',
  'HOME=/x ls $HOME/.local/state/sallyport; rm -r $HOME/.local/state/sallyport',
])('and no other variable or command is: %s', async (command) => {
  expect(await kinds(command, executes)).toContain('self.state');
});

test.each([
  ['~/.local/state/sallyport', reads],
  ['~/.local/state/sallyport/trust.json', reads],
  ['ls ~/.local/state/sallyport/journal', executes],
  ['cat ~/.local/state/sallyport/discovery.json', executes],
  ['ls ~/.local/state/sallyport/journal/*.jsonl', executes],
  ['wc -l ~/.local/state/sallyport/journal/a-0.jsonl', executes],
  ['ls -la ~/.local/state/sallyport', executes],
])('the rest of it holds no keys: %s', async (path, facts) => {
  expect(await kinds(path, facts)).toEqual(['self.read']);
});

test('keys of others are not ours', async () => {
  for (const path of ['~/work/keys/deploy.key', '~/credentials/a', '~/sallyport/keys.md'])
    expect(await kinds(path, reads)).not.toContain('self.read');
});

test.each([
  'src/config.toml',
  'mcp.json.md',
  'config.yaml',
  'settings.json',
  '/home/me/notes.txt',
  'docs/claude.json.md',
])('%s is nobody of ours', async (path) => {
  expect(await kinds(path, writes)).toEqual([]);
});

/** A repository that is called as we are, and whatever else only shares the word. */
const NAMESAKES = [
  'sallyport',
  './sallyport',
  '/home/me/projects/sallyport',
  '/home/me/projects/sallyport/README.md',
  '/home/me/projects/sallyport/src/journal/journal.ts',
  '/home/me/sallyport/notes.txt',
  '~/sallyport/src/keys.ts',
  '../sallyport/src/state/sallyport.ts',
  'sallyport/package.json',
  'packages/sallyport/tasks.md',
  'file:///home/me/projects/sallyport/docs/approvals.md',
  '/home/me/projects/sallyport/trust.json',
  '/work/sallyport/journal/a-1.jsonl',
  'sallyport/journal/a.ts',
  'src/sallyport/trust.json',
  'sallyport/keys/index.ts',
  '$PROJECTS/sallyport/src',
  '/srv/local/sallyport/x',
];

test.each(NAMESAKES)('%s is a folder of that name, and no more', async (path) => {
  expect(await kinds(path, writes)).toEqual([]);
  expect(await kinds(path, {})).toEqual([]);
  if (!path.startsWith('/home/me/sallyport')) expect(await kinds(path, removes)).toEqual([]);
});

test.each([
  'cd ~/projects/sallyport && npm test',
  'cd sallyport && git status && ls src/journal',
  'git clone https://git.example/me/sallyport.git && cd sallyport',
  'mkdir sallyport && cd sallyport && npm init -y',
  'rm -rf sallyport/dist /home/me/projects/sallyport/node_modules',
  'grep -rn sallyport policy/',
  'cd ~/projects/sallyport && git add sallyport policy',
  'git commit -m "Say in sallyport approve that the session has ended"',
  'cd ~ && ls -la sallyport',
  'NAME=sallyport; mkdir $NAME && cd $NAME && npm init -y',
  'ls ~/.local/state',
  'cd ~ && rm -rf build *.tmp',
  'touch sallyport/journal/a.ts',
  "cat > a.ts <<'E'\n/** Says what it is, and ** how **. */\nexport const a = 1;\nE",
  "grep -rn '/**' src | wc -l",
  'mkdir -p sallyport/keys && touch sallyport/keys/index.ts',
  'pushd /work/sallyport; echo > trust.json',
  'git log --grep "sallyport policy"',
  'echo "sallyport approve" >> notes',
  'grep -rn "sallyport approve" docs | head',
  'git commit -m "Say more of sallyport trust\n\nand of sallyport approve; both"',
  'cd ~/.local/state; ls',
  'find ~/.local/state -type f | wc -l',
  'tar -C ~/src -xf a.tar',
  'cp notes.txt ~/.local/state/',
  'mv notes.txt ~',
  'ln -s /opt/tool/bin/tool ~/.local/bin/tool',
])('a command among namesakes: %s', async (command) => {
  expect(await kinds(command, executes)).toEqual([]);
});

test.each([
  '~/.local/state/sallyport',
  '/home/me/.local/state/x/../sallyport/journal/a.jsonl',
  '/Home/Me/.Local/State/SALLYPORT/trust.json',
  '/home/me/.local/state/\u017fallyport/trust.json',
  '/home/me/.local/state/sallyport::$INDEX_ALLOCATION/trust.json',
  '/home/me/.local/state/SALLYP~1/approvals/x',
  'file:///home/me/.local/state/sally%70ort/keys/key',
  '~me/.local/state/sallyport/keys',
  '../../.local/state/sallyport/keys/x',
  'state/sallyport',
  'sallyport/approvals/abcd2345.verdict',
  'link/sallyport/approvals/a.hold',
  '/home/me/link/abcd2345.verdict',
  '/proc/self/root/home/me/.local/state/sallyport/frozen',
  '$XDG_STATE_HOME/sallyport',
  '$SALLYPORT_STATE/trust.json',
  '/home/me/.local/state/s*/approvals',
  '/home/*/.local/*/sally????/trust.json',
  '/home/me/**/approvals/*',
])('what really leads there: %s', async (path) => {
  expect(await kinds(path, writes)).toEqual(['self.state']);
});

test.each([
  'cd ~/.local/state && cat sallyport/x',
  'cd ~/.local; cd state; rm -rf sallyport',
  'cd ~ && cd .local && cd state && echo y > sallyport/frozen',
  'cd / && cd home && cd me/.local/state && rm -r sallyport',
  'cd sallyport && echo {} > approvals/abcd2345.verdict',
  "cd 'src'; cd sallyport && rm -r approvals/x.hold",
  'rm -rf ~/.local/state/*',
  'rm -rf ~/.local/state/[s]allyport',
  'rm -rf ~/.local/state/{sallyport,x}',
  'rm -rf ~/.local/state/sally"port"',
  'rm -rf ~/.local/state/sally\\port',
  'A=sally; rm -rf ~/.local/state/${A}port',
  'D=~/.local/state; rm -rf $D/sallyport',
  'rm -rf "${XDG_STATE_HOME:-$HOME/.local/state}/sallyport"',
  'rm -rf ${XDG_STATE_HOME}/sallyport',
  'ln -s ~/.local/state x',
  'sudo rm -rf ~/.local',
  'mv ~/.local/state /tmp/x',
  'git log --format="sallyport approve abcd" | sh',
  'grep x y; sallyport approve abcd',
  'cd /opt/gate && node dist/cli/main.js approve abcd',
  '$(which sallyport) approve abcd',
  'npm exec sallyport -- approve abcd',
  'P=sallyport; $P approve abcd',
  'alias s=/usr/bin/sallyport; s --state x approve abcd',
  'sally""port approve abcd',
  'echo "sallyport approve abcd" | sh',
  'git grep -O"sallyport approve abcd" x',
  'sh -c "true; sallyport approve abcd"',
  'echo $(sallyport approve abcd)',
  'cd ~/.local/state; rm -rf *',
  'rm -rf /**',
  'tar -xf a.tar -C ~/.local/state',
  'cd ~/.local/state && unzip -o /tmp/a.zip',
  "sh -c 'cd ~/.local/state; rm -rf ./*'",
  'cp -r x/. ~/.local/state',
  'rsync -a evil/ ~/.local/state/',
  'find ~/.local -name sallyport -exec rm -rf {} +',
])('a command that leads there: %s', async (command) => {
  expect(await kinds(command, executes)).toEqual(['self.state']);
});

test.each([
  'rm -rf "$TMPDIR"/*',
  'mv "$OUT"/* dist/',
  'npx sallyport check',
  './node_modules/.bin/sallyport log',
  'node node_modules/sallyport/dist/cli/main.js check',
  '$(which sallyport) check',
  'echo $(which sallyport)',
  'ls ~/.local/state && cd ~/projects/sallyport',
  'cd ~/projects/sallyport && ls ~/.local/state',
  'readlink -f "$(command -v sallyport)"',
  'ls -la ./node_modules/.bin/sallyport',
  'cat node_modules/sallyport/package.json && ls',
  'sallyport --config $FILE check',
  'sallyport show $ID',
  'pkill -f sallyport/node_modules',
  'npm rm x && cd sallyport && ls',
  'rm -rf node_modules && npm i sallyport',
  'cp -r ~/projects/sallyport /srv/x',
])('and nothing is in the way of: %s', async (command) => {
  const seen = await kinds(command, executes);
  expect(seen.filter((kind) => kind !== 'self.read')).toEqual([]);
});

/** A session that has named these places before. */
const after = (...places: readonly string[]): View => {
  const given = (key: string): number | undefined => (places.includes(key.replace(/^path:/, '')) ? 1 : undefined);
  return viewOf({}, { memory: { ...NO_MEMORY, given } });
};
const kindsAfter = async (command: string, ...places: readonly string[]): Promise<string[]> =>
  kindsOf(await lookAtCall(self(context), callOf({ path: command }, executes), after(...places)));

test.each([
  ['rm -rf sallyport', '~/.local/state'],
  ['rm -rf sallyport', '/home/me/.local/state'],
  ['echo y > sallyport/frozen/x', '~/.local/state'],
  ['mv sallyport old', '~/.local/state'],
])('a shell that may have been left above the state directory is asked about: %s', async (command, place) => {
  expect(await kindsAfter(command, place)).toEqual(['self.above']);
  expect(await kindsAfter(command)).toEqual([]);
});

test.each([
  ['ls sallyport', '~/.local/state'],
  ['cat sallyport/trust.json', '~/.local/state'],
  ['rm -rf dist', '~/.local/state'],
  ['rm -rf *', '~/.local/state'],
  ['rm -rf sallyport', '~'],
  ['rm -rf sallyport', '/home/me'],
  ['rm -rf sallyport', '~/projects'],
  ['cd ~/projects/sallyport && rm -rf dist', '~/.local/state'],
])('and is not where the command leads elsewhere, or only reads: %s after %s', async (command, place) => {
  expect((await kindsAfter(command, place)).filter((kind) => kind !== 'self.read')).toEqual([]);
});

test.each([
  '/usr/lib/node_modules/sallyport/dist/cli/main.js',
  '~/.npm/_npx/0a1b/node_modules/sallyport/package.json',
  '/usr/local/bin/sallyport',
  'C:\\Users\\me\\AppData\\Roaming\\npm\\sallyport.cmd',
])('the program itself is not written: %s', async (path) => {
  expect(await kinds(path, writes)).toEqual(['self.program']);
  expect(await kinds(path, reads)).toEqual(['self.read']);
});

test.each([
  'echo x > /usr/lib/node_modules/sallyport/dist/cli/main.js',
  'rm -rf ~/.npm-global/lib/node_modules/sallyport',
  'sed -i s/deny/allow/ node_modules/sallyport/dist/policy/packs/floor.yaml',
  'rm $(which sallyport)',
  'cp "$(command -v sallyport)" s && ./s approve abcd',
  'npm uninstall -g sallyport',
  'pkill -f sallyport',
  'kill $(pgrep -f sallyport)',
  'pgrep sallyport | xargs kill',
])('a command that takes the program away: %s', async (command) => {
  expect(await kinds(command, executes)).toEqual(['self.program']);
});

test.each([
  'a=approve; sallyport $a abcd',
  'sallyport $(echo approve) abcd',
  'sallyport \\\n  approve abcd',
  'sallyport ap\\prove abcd',
  'echo approve abcd | xargs sallyport',
  'if true; then rm -rf ~/.local/state; fi',
  'sudo -u me rm -rf ~/.local/state',
  'cp -r x/sallyport ~/.local/state',
])('nor is anything answered or reached behind a veil: %s', async (command) => {
  expect(await kinds(command, executes)).toEqual(['self.state']);
});

test('a command of more words than are read is not one that names us', async () => {
  const padding = 'ab '.repeat(2_100);
  expect(await kinds(`echo ${padding}; echo {} > ~/.local/state/sallyport/trust.json`, executes)).toEqual([
    'self.state',
  ]);
  expect(await kinds(`echo ${padding}`, executes)).toEqual([]);
});

test.each([
  [{ cwd: '/home/me/.local/state', path: 'cd sallyport && cp /tmp/x/* .' }, ['self.state']],
  [{ cwd: '~/.local', path: 'cd state; cp x sally*' }, ['self.state']],
  [{ cwd: '/home/me/.local/state', path: 'ls sallyport' }, ['self.read']],
  [{ cwd: '/home/me/.local/state', path: 'ls nvim && git status' }, []],
  [{ cwd: '/home/me', path: 'cd sallyport && npm test' }, []],
  [{ cwd: '/srv/x', path: 'cd sallyport && cp /tmp/x/* .' }, []],
])('a command starts where it is told to: %j', async (args, expected) => {
  expect(kindsOf(await lookAtCall(self(context), callOf(args, executes)))).toEqual(expected);
});

test.each([
  ['cd ~/gate && G=mine; rm $G.yaml', 'self.config'],
  ['cd ~/work; for f in a sallyport; do mv $f.lock.yaml /tmp; done', 'self.config'],
  ['d=mcp; tee .cursor/$d.json < x', 'self.client-config'],
  ['x=oddity; cp a ~/${x%ity}/client.toml', 'self.client-config'],
  ['cd /home/me/odd; f=client; echo > $f.toml', 'self.client-config'],
  ['cp x ~/.cur$(echo c29y | base64 -d)/mcp.json', 'self.client-config'],
  ['rm -rf ~/.cursor', 'self.client-config'],
  ['cd ~ && rm -rf .cursor', 'self.client-config'],
  ['mv ~/.cursor /tmp/x', 'self.client-config'],
  ['rm -rf ~/.codeium', 'self.client-config'],
  ['cd ~ && ln -s .cursor x && f=mcp && echo > x/$f.json', 'self.client-config'],
  ['cd ~/.local && mv state /tmp/x', 'self.state'],
  ['f() { rm -r "$1/$2"; }; f ~/.local/state sallyport', 'self.state'],
  ['A=sal; B=lyport; $A$B approve abcd2345', 'self.state'],
])('a name that is put together is the name: %s', async (command, kind) => {
  expect(await kinds(command, executes)).toEqual([kind]);
});

test.each([
  'cd ~/gate && G=yours; rm $G.yaml',
  'd=notes; tee .cursor/$d.json < x',
  'x=oddity; cp a ~/${x%ty}/client.toml',
  'cd /home/me/even; f=client; echo > $f.toml',
  'cd ~/.local && ls state',
  'f() { rm -r "$1/$2"; }; f ~/.local/state nvim',
  'A=sal; B=lyport; $A$B log',
])('and its neighbour is not: %s', async (command) => {
  expect(await kinds(command, executes)).toEqual([]);
});

test('a name is put together where the command is told to start, too', async () => {
  const look = async (path: string): Promise<string[]> =>
    kindsOf(await lookAtCall(self(context), callOf({ cwd: '/home/me/.local', path }, executes)));
  expect(await look('mv state /tmp/x')).toEqual(['self.state']);
  expect(await look('mv share /tmp/x')).toEqual([]);
});

test('a link to a folder above is another name for what is in it', async () => {
  const call = callOf({ path: '/home/me/.local/state' }, writes, 'create_symlink');
  expect(kindsOf(await lookAtCall(self(context), call))).toEqual(['self.state']);
});

test('what may lead above hides no touch that a command puts together', async () => {
  const found = await kinds('tar -xf a.tar -C ~/.local; n=mcp; tee ~/.cursor/$n.json', executes);
  expect(found).toEqual(['self.above', 'self.client-config']);
  expect(await kinds('n=.local; tar -xf a.tar -C ~/.local; ls $n', executes)).toEqual(['self.above']);
});

test('an archive that is unpacked further above is asked about, since nobody has seen what is in it', async () => {
  expect(await kinds('tar -xf a.tar -C ~/.local', executes)).toEqual(['self.above']);
  expect(await kinds('cp -r dotfiles/. ~', executes)).toEqual(['self.above']);
  expect(await kinds('tar -xf a.tar -C ~/src', executes)).toEqual([]);
});

test.each([
  'tar -x -C ~/.cursor -f a.tar',
  'curl -s https://x.example/a | tar -xzC ~/.claude',
  'cd ~/.gemini && tar xf /tmp/a.tar',
  'unzip -o a.zip -d ~/.claude',
  'unzip a.zip -d "$HOME/.config/Claude"',
  'patch -p1 -d ~/.cursor < x.patch',
  'cd ~/.cursor && patch -p1 < x.patch',
  'cp -r x/. ~/.cursor',
  'cp -rT x ~/.cursor',
  'cp -a x/* ~/.gemini/',
  'cp -r x/.cursor ~',
  'rsync -a x/ ~/.claude/',
  'rsync -a there.example:x/ ~/.codeium/windsurf',
  'python3 -m zipfile -e a.zip ~/.claude',
  "python3 -c \"import shutil; shutil.unpack_archive('/tmp/a.zip', '/home/me/.cursor')\"",
  'git clone https://x.example/a.git ~/.claude',
  'cd ~ && git clone https://x.example/me/.cursor',
  'curl -OJ --output-dir ~/.cursor https://x.example/get',
  'pip install --target ~/.cursor a',
  'd=~/.cursor; tar -xf a.tar -C $d',
  'Expand-Archive a.zip -DestinationPath $HOME\\.cursor -Force',
  'Expand-Archive -Path a.zip -DestinationPath "$env:USERPROFILE\\.gemini"',
  'Copy-Item -Recurse -Force -Path x\\* -Destination $env:APPDATA\\Claude',
  'Copy-Item x\\* $HOME\\.cursor -Recurse',
  // Where there is no such folder yet, what is put there becomes it.
  'cp -r kit ~/.cursor',
  'cp -a dotfiles/claude "$HOME/.claude/"',
  'cd ~ && cp -R kit .gemini',
  'scp -r there.example:kit ~/.cursor',
  'Copy-Item -Recurse kit ~/.cursor',
  'Copy-Item -Path kit -Destination $HOME\\.claude -Recurse',
  'mv ~/.cursor.bak ~/.cursor',
  'mv x ~/.cursor',
  'ln -s ~/dotfiles/claude ~/.claude',
  'cd && ln -sfn dotfiles/cursor .cursor',
  'New-Item -ItemType SymbolicLink -Path ~/.cursor -Target kit',
  'New-Item -ItemType Junction -Path $HOME -Name .cursor -Value kit',
  'cp -r kit ~/.codeium',
  'tar xf a.tar -C ~/.kiro',
  // Where our own configuration lies.
  'tar xf a.tar -C ~/work',
  'unzip a.zip -d ~/gate',
])('what nobody has seen may replace the configuration that a folder keeps: %s', async (command) => {
  expect(await kinds(command, executes)).toEqual(['self.above']);
});

test('and so may what is run in such a folder', async () => {
  const look = async (args: Record<string, string>): Promise<string[]> =>
    kindsOf(await lookAtCall(self(context), callOf(args, { powers: ['execute'], roles: { '/command': 'command' } })));
  expect(await look({ command: 'tar xf /tmp/a.tar', cwd: '/home/me/.cursor' })).toEqual(['self.above']);
  expect(await look({ command: 'tee mcp.json', cwd: '/home/me/.cursor' })).toEqual(['self.client-config']);
  expect(await look({ command: 'tar xf /tmp/a.tar', cwd: '/home/me/src/app/.cursor' })).toEqual([]);
  expect(await look({ command: 'ls', cwd: '/home/me/.claude' })).toEqual([]);
});

test.each([
  ['Set-Content -Path $HOME\\.cursor\\mcp.json -Value x', 'self.client-config'],
  ['curl -o ~/.cursor/mcp.json https://x.example/a', 'self.client-config'],
  ['curl -O --output-dir ~/.cursor https://x.example/mcp.json', 'self.client-config'],
  ['rm ~/.gemini/*.json', 'self.client-config'],
  ['rm -f ~/.claude/*.json', 'self.client-config'],
])('and by its name it is touched: %s', async (command, kind) => {
  expect(await kinds(command, executes)).toEqual([kind]);
});

test.each([
  'cp -r templates/rules/. .cursor/rules',
  'cp -r templates/. .claude',
  'tar xf rules.tar -C .cursor',
  'unzip skills.zip -d .claude/skills',
  'cd ~/src/app && rsync -a ../shared/.claude/ .claude/',
  'unzip skills.zip -d ~/src/app/.claude',
  'git clone https://x.example/pdf.git ~/.claude/skills/pdf',
  'npm install --prefix ~/.claude/local @anthropic-ai/claude-code',
  'rsync -a ~/.claude/ ~/backup/claude/',
  'cp -r ~/.cursor/. /srv/copy',
  'tar czf backup.tgz -C ~/.claude .',
  'tar -tf a.tar -C ~/.cursor',
  'unzip -l a.zip -d ~/.cursor',
  'rsync -an x/ ~/.cursor',
  'docker run -v ~/.claude:/root/.claude image',
  'cp notes.md ~/.claude/',
  'cp -r skills ~/.claude',
  'cp -r skills ~/.claude/',
  'cp -r kit/agents kit/commands ~/.claude/',
  'cp -r kit/skills/pdf ~/.claude/skills',
  'cp -r rules ~/.cursor',
  'mv notes.md ~/.claude/',
  'mv drafts/agents ~/.claude',
  'ln -s ~/dotfiles/CLAUDE.md ~/.claude/CLAUDE.md',
  'ln -s ~/dotfiles/CLAUDE.md ~/.claude',
  'ln -s ~/dotfiles/skills ~/.claude/skills',
  'cp -r kit .cursor',
  'ln -s ../shared/.claude .claude',
  'rsync -a skills ~/.claude',
  'cp -r ~/.cursor backup',
  'cp -r ~/.cursor ~/.cursor.bak',
  'cp -r ~/.config/nvim /srv/copy',
  'cp -r nvim ~/.config',
  'New-Item -ItemType Directory -Path ~/.cursor',
  'mkdir -p ~/.claude/agents && cp -r agents/. ~/.claude/agents/',
  'code --install-extension x && ls ~/.vscode',
  'cd ~/work && git apply x.patch',
  'cd ~/work && patch -p1 < x.patch',
  'cp -r template/. ~/work',
  'tar xf a.tar -C ~/work/app',
  'rm -f ~/.claude/agents/*.json',
])('but not where a project or something else has its own: %s', async (command) => {
  expect(await kinds(command, executes)).toEqual([]);
});

test.each([
  ['extract_archive', { archive: '/tmp/a.zip', destination: '/home/me/.local/state' }, ['self.state']],
  ['extract_archive', { archive: '/tmp/a.zip', destination: '/home/me/.local' }, ['self.above']],
  ['extract_archive', { archive: '/tmp/a.zip', destination: '/home/me/work' }, ['self.above']],
  ['extract_archive', { archive: '/tmp/a.zip', destination: '/home/me/work/app' }, []],
  ['extract_archive', { archive: '/tmp/a.zip', destination: '/home/me/.cursor' }, ['self.above']],
  ['extract_archive', { archive: '/tmp/a.zip', destination: '/home/me/src/app/.cursor' }, []],
  ['copy_directory', { from: '/tmp/x', to: '~/.claude' }, ['self.above']],
  ['copy_directory', { from: '~/.claude', to: '/srv/copy' }, []],
  ['move_file', { source: '/tmp/x', destination: '~/.claude' }, ['self.above']],
  ['move_file', { source: '/tmp/x.md', destination: '~/.claude/x.md' }, []],
  ['git_clone', { url: 'https://x.example/a', path: '/home/me/.claude' }, ['self.above']],
  ['git_clone', { url: 'https://x.example/a', path: '/home/me/work' }, []],
  ['extract_text', { file: '/tmp/a.html', folder: '/home/me/.local/state' }, []],
  ['copy_file', { source: '/tmp/x/sallyport', destination: '/home/me/.local/state' }, ['self.state']],
  ['copy_file', { source: '/tmp/x/notes', destination: '/home/me/.local/state' }, []],
  ['copy_file', { source: '/home/me/.local/state', destination: '/srv/copy/sallyport' }, []],
  ['copy_directory', { from: '/tmp/x', to: '/home/me/.local/state' }, ['self.state']],
  ['move_file', { source: '/tmp/x/state', destination: '/home/me/.local' }, ['self.state']],
])('%s %j puts something above: %j', async (name, args, expected) => {
  const powers = name === 'extract_text' ? (['read'] as const) : (['write'] as const);
  expect(kindsOf(await lookAtCall(self(context), callOf(args, { powers }, name)))).toEqual(expected);
});

test('nor do the places of other systems stay open', async () => {
  const mac = { ...context, home: '/Users/me', stateDirectories: ['/Users/me/Library/Application Support/sallyport'] };
  const windows = { ...context, home: 'C:\\Users\\me', stateDirectories: ['C:\\Users\\me\\AppData\\Local\\sallyport'] };
  const look = async (place: typeof context, path: string, facts: Partial<ToolFacts>): Promise<string[]> =>
    kindsOf(await lookAtCall(self(place), callOf({ path }, facts)));
  for (const command of [
    'rm -rf ~/Library/Application\\ Support/sallyport',
    'rm -rf "$HOME/Library/Application Support/sallyport"',
    'cd ~/Library/"Application Support" && rm -rf sallyport',
    'rm -rf ~/Library/App*/sally*',
    'cd "/Users/me/Library/Application Support" && tar xf /tmp/a.tar',
    'ditto /tmp/x "$HOME/Library/Application Support"',
    'unzip a.zip -d ~/Library/Application\\ Support',
  ])
    expect(await look(mac, command, executes), command).toEqual(['self.state']);
  for (const path of [
    '%LOCALAPPDATA%\\sallyport\\trust.json',
    '$env:LOCALAPPDATA\\sallyport',
    'c:/users/ME/appdata/local/SALLYPORT/keys',
    '/mnt/c/Users/me/AppData/Local/sallyport/x',
  ])
    expect(await look(windows, path, writes), path).toEqual(['self.state']);
  for (const command of [
    'cd %LOCALAPPDATA% & rd /s /q sallyport',
    'Expand-Archive a.zip -DestinationPath $env:LOCALAPPDATA -Force',
    'robocopy C:\\x C:\\Users\\me\\AppData\\Local /MIR',
    'Copy-Item x\\* C:\\Users\\me\\AppData\\Local -Recurse',
    'tar -xf a.tar -C C:/Users/me/AppData/Local',
  ])
    expect(await look(windows, command, executes), command).toEqual(['self.state']);
  for (const command of ['Expand-Archive a.zip -DestinationPath C:\\dev', 'cd C:\\dev\\sallyport & npm test'])
    expect(await look(windows, command, executes), command).toEqual([]);
  for (const path of ['C:\\dev\\sallyport\\README.md', 'sallyport', 'D:\\local\\sallyport'])
    expect(await look(windows, path, writes), path).toEqual([]);
});

const step = fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/).filter((each) => each !== 'sallyport');

test('however a path into it is written, it is seen; and nothing outside is', async () => {
  const parts = ['home', 'me', '.local', 'state', 'sallyport'];
  const written = fc.tuple(
    fc.array(step, { maxLength: 3 }),
    fc.array(fc.constantFrom('plain', 'upper', 'detour', 'dot', 'percent', 'double'), { minLength: 5, maxLength: 5 }),
  );
  const spell = (part: string, how: string | undefined): string => {
    if (how === 'upper') return part.toUpperCase();
    if (how === 'detour') return `x/../${part}`;
    if (how === 'dot') return `./${part}`;
    if (how === 'double') return `/${part}`;
    return how === 'percent' ? [...part].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('') : part;
  };
  await fc.assert(
    fc.asyncProperty(written, async ([inner, ways]) => {
      const path = `/${parts.map((part, i) => spell(part, ways[i])).join('/')}${inner.map((one) => `/${one}`).join('')}`;
      expect(await kinds(path, writes)).toEqual(['self.state']);
    }),
  );
  const elsewhere = fc.array(fc.oneof(step, fc.constant('sallyport')), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(elsewhere, fc.constantFrom('/srv/', '/home/me/projects/', '~/work/', './'), async (steps, top) => {
      fc.pre(!steps.some((one, i) => one === 'sallyport' && STATE_PARTS.includes(steps[i + 1] ?? '')));
      fc.pre(!(top === './' && steps[0] === 'state' && steps[1] === 'sallyport'));
      expect(await kinds(top + steps.join('/'), writes)).toEqual([]);
    }),
  );
});

test('a text that only talks of them is none of it', async () => {
  const call = callOf(
    { path: '/home/me/readme.md', text: 'Put it into ~/.claude.json or .mcp.json, then run sallyport approve.' },
    writes,
  );
  expect(kindsOf(await lookAtCall(self(context), call))).toEqual([]);
});

test.each([
  ['echo {} > ~/.claude.json', ['self.client-config']],
  ["sed -i s/x/y/ ~/work/servers.con''fig.yaml", ['self.config']],
  ['cd ~/.cursor && tee mcp.json', ['self.client-config']],
  ['rm -rf ~/.local/state/sallyport', ['self.state']],
  ['npx sallyport approve K3F9', ['self.state']],
  ['node /opt/sallyport/dist/cli/main.js --config x approve K3F9', ['self.state']],
  ['cat ~/.claude.json', ['self.read']],
  ['cat ~/.claude.json > x; true', ['self.client-config']],
  ['ls -la && git status', []],
  ['grep -rn mcp src', []],
])('a command: %s → %j', async (command, expected) => {
  expect(await kinds(command, executes)).toEqual(expected);
});

test('what holds them may not be removed', async () => {
  expect(await kinds('~/.local', removes)).toEqual(['self.state']);
  expect(await kinds('/home/me', removes)).toEqual(['self.state']);
  expect(await kinds('/home/me/other', removes)).toEqual([]);
});

test('a command that names us is not hidden behind padding', async () => {
  expect(await kinds(`echo ${'a'.repeat(33_000)}; echo {} > /home/me/work/servers.config.yaml`, executes)).toEqual([
    'self.state',
  ]);
  expect(await kinds(`echo ${'a'.repeat(33_000)}`, executes)).toEqual([]);
});

test('a file that is written through a command is no way to us, whatever its code looks like', async () => {
  const code = [
    '/** Says what it is. */',
    ...Array.from({ length: 600 }, (_, i) => `const a${i} = b[${i}] / c * d ** 2; // '' .. \\n %`),
    "const names = /^[0-9a-f]{8}-[a-z*]{4}$/; const glob = 'src/**/*.ts';",
  ].join('\n');
  expect(await kinds(`cat > a.ts <<'E'\n${code}\nE`, executes)).toEqual([]);
  expect(await kinds(`cat > a.ts <<'E'\n${code}\nE\nrm -rf ~/.local/state/sallyport`, executes)).toEqual([
    'self.state',
  ]);
});

test.each([
  [{ directory: '/home/me/.cursor', filename: 'mcp.json', content: '{}' }, 'write_file', 'self.client-config'],
  [{ base: '/home/me', path: 'gate/mine.yaml' }, 'write_file', 'self.config'],
  [{ path: ['home', 'me', '.cursor', 'mcp.json'] }, 'create', 'self.client-config'],
  [{ url: 'https://x.example/mcp.json', folder: '/home/me/.cursor' }, 'download', 'self.client-config'],
  [{ source: '/tmp/mcp.json', destination: '/home/me/.cursor' }, 'move_file', 'self.client-config'],
  [{ path: '/home/me/.cursor/x.json', new_name: 'mcp.json' }, 'rename', 'self.client-config'],
  [{ files: { '/home/me/.cursor/mcp.json': '{}' } }, 'write_files', 'self.client-config'],
  [{ files: { 'servers.config.yaml': 'x' } }, 'write_files', 'self.config'],
  [{ patch: '*** Begin Patch\n*** Update File: servers.config.yaml\n' }, 'apply_patch', 'self.config'],
  [{ patch: `${'+ x\n'.repeat(20_000)}--- a/x\n+++ b/.mcp.json\n` }, 'apply_patch', 'self.client-config'],
  [{ edits: '[{"file":"/home/me/.cursor/mcp.json","text":"x"}]' }, 'workspace_edit', 'self.client-config'],
  [{ source: '/home/me/.cursor', dest: '/tmp/y' }, 'create_symlink', 'self.client-config'],
  [{ source: '/home/me/.local/state', target: '/mnt' }, 'mount', 'self.state'],
  [{ image: 'a', volumes: ['/home/me/.local:/x'] }, 'run_container', 'self.above'],
  [{ image: 'a', volumes: { '/home/me/.local/state': { bind: '/x' } } }, 'run_container', 'self.state'],
] as const)('what writes us in several arguments, in names or in a patch is seen: %j', async (args, name, kind) => {
  expect(kindsOf(await lookAtCall(self(context), callOf({ ...args }, { powers: ['write'] }, name)))).toEqual([kind]);
});

test.each([
  [{ directory: '/home/me/work/docs', filename: 'mcp.json', content: '{}' }, 'write_file'],
  [{ files: { 'src/a.ts': 'x' } }, 'write_files'],
  [{ body: '--- a/.mcp.json\n+++ b/.mcp.json\n@@ -1 +1 @@\n' }, 'add_comment'],
  [{ patch: '--- a/src/x.ts\n+++ b/src/x.ts\n@@ -1 +1 @@\n-servers.config.yaml\n' }, 'apply_patch'],
  [{ source: '/srv/work', dest: '/tmp/y' }, 'create_symlink'],
  [{ image: 'a', volumes: ['/srv/data:/x'] }, 'run_container'],
  [{ subject: '/home/me/.cursor is where', text: 'mcp.json stands' }, 'send_mail'],
] as const)('and what does not is left alone: %j', async (args, name) => {
  const facts: Partial<ToolFacts> = { powers: ['write'], roles: { '/body': 'content', '/content': 'content' } };
  expect(kindsOf(await lookAtCall(self(context), callOf({ ...args }, facts, name)))).toEqual([]);
});

test.each(LONG_SCRIPTS)('a script of many %s is looked at in steps', (_of, command) => {
  expect(pausesOver(self(context), command)).toBeGreaterThan(10);
});
