import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { joinLines, splitLines } from '../model/lines.ts';
import { createConversation } from './conversation.ts';
import { drain } from './drain.ts';
import type { FrontConfig } from './front.ts';
import { createFront, type FrontOptions } from './front.ts';
import { readMessage } from './message.ts';
import type { Reply } from './reply.ts';
import { CODES, rejected, responseText } from './wire.ts';

export interface StdioOptions extends FrontOptions {
  readonly stdin: Readable;
  /** Nothing else may write to it. */
  readonly stdout: Writable;
  /** `sallyport serve --agent NAME`. */
  readonly launch?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Serves the client that started this process. `closed` resolves when it is gone and nothing of it is in flight. */
export function serveStdio(options: StdioOptions): {
  readonly closed: Promise<void>;
  reconfigure(next: FrontConfig): void;
  /** Refuses new calls and lets those in flight end for `ms` milliseconds; resolves when the client has been told everything. */
  drain(ms: number): Promise<void>;
} {
  const { stdin, stdout, launch, env } = options;
  const front = createFront(options);
  const proof = launch === undefined ? { transport: 'stdio' as const } : { transport: 'stdio' as const, launch };
  const origin = { env, process: randomBytes(16).toString('hex'), authenticated: true };
  let gone = false;
  let grace = options.limits.drain;

  const write = joinLines((text) => {
    if (gone) return;
    // A client that does not read is not read from, so that it cannot make us hold more than it asked for.
    if (!stdout.write(text)) {
      stdin.pause();
      stdout.once('drain', () => stdin.resume());
    }
  });
  const reply: Reply = {
    end: (id, answer) => write(responseText(id, answer)),
    tell: write,
    drop: () => {},
    streams: true,
  };
  const conversation = createConversation(front, { proof, origin, push: write });
  const complain = (code: number, message: string, id: string): void =>
    write(responseText(id, rejected({ code, message })));

  const cap = options.limits.message;
  const split = splitLines(
    (line) => {
      const read = readMessage(line.toString('utf8'), front.depth);
      if (read.ok) conversation.receive(read.frame, reply);
      else complain(read.code, read.message, JSON.stringify(read.id));
    },
    cap,
    (bytes) =>
      complain(
        CODES.request,
        `a message of ${bytes} bytes was dropped: at most ${cap} are accepted (limits.message)`,
        'null',
      ),
  );

  let resolveClosed = (): void => {};
  const closed = new Promise<void>((resolve) => {
    resolveClosed = resolve;
  });
  const close = (): void => {
    conversation.leave();
    // What was written in this turn goes out before anybody ends the process.
    setImmediate(() => {
      if (gone || stdout.writableLength === 0) resolveClosed();
      else stdout.write('', () => resolveClosed());
    });
  };
  const lose = (): void => {
    if (gone) return;
    gone = true;
    close();
  };
  const end = async (ms: number): Promise<void> => {
    front.close();
    if (!gone) await drain([conversation], ms);
    close();
    await closed;
  };
  stdin.on('data', split);
  stdin.once('error', lose);
  stdin.once('end', () => void end(grace));
  stdout.on('error', lose);
  stdout.once('close', lose);
  return {
    closed,
    reconfigure: (next) => {
      grace = next.limits.drain;
      front.reconfigure(next);
    },
    drain: end,
  };
}
