import { leaveTask } from '../../journal/state/task-shelf.ts';
import { sessionKey } from '../../model/call.ts';
import { isObject } from '../../model/json.ts';
import type { Screen } from '../screen.ts';
import { openState } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface TaskOptions {
  readonly session?: string;
  readonly agent?: string;
  readonly state?: string;
  /** What the host wrote; standard input by default. */
  readonly input?: AsyncIterable<Buffer | string>;
}

/** Larger than any prompt, but small enough to hold in memory. */
const MOST_BYTES = 4_000_000;

/**
 * Reads from a host's hook what the user asked for, and stores it for the session it belongs to. Prints nothing,
 * because a host may show a hook's output to its model.
 */
export async function task(options: TaskOptions, screen: Screen): Promise<number> {
  if (screen.env.SALLYPORT_DOWNSTREAM) {
    screen.err(
      'sallyport: nothing was taken: this runs inside a server that Sallyport started, which may act for an agent. Let the AI client run it as a hook of its own.',
    );
    return 1;
  }
  const text = await read(options.input ?? process.stdin);
  const said = hookIn(text);
  const session = options.session ?? keyOf(said?.session, options.agent);
  if (session === undefined)
    throw new UsageError(
      'this is not the JSON of a hook with a `session_id` and a `prompt`; for plain text, say which session with --session (`sallyport sessions --json` has their keys whole)',
    );
  if (!/^[0-9a-f]{32}$/.test(session))
    throw new UsageError(
      `--session ${session} is no key of a session, which has 32 digits; \`sallyport sessions --json\` has them whole`,
    );
  const asked = said?.prompt ?? text;
  if (asked.trim() === '') return 0;
  await leaveTask(openState(options.state).tasks, session, asked, screen.now());
  return 0;
}

interface Hooked {
  readonly prompt: string;
  readonly session: string | undefined;
}

/**
 * The input of Claude Code and similar hosts to a hook that runs when the user sends a prompt; undefined for anything
 * else.
 */
function hookIn(text: string): Hooked | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || typeof value.prompt !== 'string') return undefined;
  // Other events carry prompts written by models: one for a sub-agent is not the user's.
  const { hook_event_name: event, session_id: session } = value;
  if (event !== undefined && event !== 'UserPromptSubmit') return undefined;
  return { prompt: value.prompt, session: typeof session === 'string' && session !== '' ? session : undefined };
}

/** The session of the servers that the host starts for this conversation; they get its id in their environment. */
const keyOf = (session: string | undefined, agent: string | undefined): string | undefined =>
  session === undefined
    ? undefined
    : sessionKey({ id: agent === undefined ? 'local' : `launch:${agent}` }, 'environment', session);

async function read(input: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += chunk.toString();
    if (text.length > MOST_BYTES)
      throw new Error(
        `the input is longer than ${MOST_BYTES} characters: that is no prompt; hand over what the user said, and no more`,
      );
  }
  return text;
}
