import { expect, test } from 'vitest';
import { setsClient } from '../../../src/inspect/self/client-commands.ts';
import { expectLinear } from '../../growth.ts';

test.each([
  'claude mcp add evil -- npx evil',
  'claude mcp remove sallyport',
  'claude --dangerously-skip-permissions mcp add evil -- npx evil',
  "npx -y @anthropic-ai/claude-code mcp add-json x '{}'",
  'codex mcp add evil -- npx evil',
  'gemini mcp add evil npx evil',
  'cd /x && qwen mcp remove a',
  'code --add-mcp \'{"name":"x"}\'',
  'cursor --reuse-window --add-mcp x',
  'echo "claude mcp add x" | sh',
  'cat <<E | sh\nclaude mcp add x\nE',
  'mcporter config add x https://a.example',
])('%s puts a server past us', (command) => {
  expect(setsClient(command)).toBe(true);
});

test.each([
  'claude mcp list',
  'claude mcp get x',
  'codex mcp --help',
  'echo "run: claude mcp add x"',
  'git commit -m "docs: claude mcp add x"',
  'grep -rn "claude mcp add" docs',
  "cat > README.md <<'EOF'\n# Use\nclaude mcp add files -- npx files\nEOF",
  'code .',
  'npm install mcp',
  'code-review mcp add',
])('%s does not', (command) => {
  expect(setsClient(command)).toBe(false);
});

test('reads a long command in linear work', () => {
  expectLinear(['claude -x y ', 'claude mcp add x\ncat <<E\n', 'claude mcp add ', 'code x '], setsClient, {
    size: 8_000,
  });
});
