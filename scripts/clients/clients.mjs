import { CLAUDE_CODE } from './claude-code.mjs';
import { CODEX } from './codex.mjs';
import { GEMINI, MCPORTER, OPENCODE } from './command-lines.mjs';
import { INSPECTOR, MCPDO } from './inspector.mjs';
import { AI_SDK, LANGCHAIN } from './libraries.mjs';

/**
 * Every client that is driven. `packages` are what is installed, `node` the version it needs, `as` what its handshake
 * must say of it (a case may say otherwise), and `source` by what the sessions of a case must be known. `late` is the
 * revision a client falls back to where a busy machine made its probe wait.
 */
export const CLIENTS = [INSPECTOR, MCPDO, AI_SDK, LANGCHAIN, MCPORTER, GEMINI, OPENCODE, CLAUDE_CODE, CODEX];
