import { spawn } from 'node:child_process';
import type { Hold } from '../../model/approval.ts';
import { messageOf } from '../../model/caught.ts';
import { shownName } from '../../model/text/shown-name.ts';
import { visible } from '../../model/text/unshown.ts';
import { serverEnvironment } from '../../upstream/environment.ts';
import { Turns } from '../../upstream/server/turns.ts';
import { launchFor, spawnProblem } from '../../upstream/stdio/command.ts';
import { endTree, guardTree, signalTree } from '../../upstream/stdio/tree.ts';

export interface NotifierOptions {
  /** A program and its arguments. */
  readonly words: readonly string[];
  /** The folder of the configuration: where it is started. */
  readonly folder: string;
  /** Why it may not run yet; undefined where a person has looked at it. */
  readonly bar: () => string | undefined;
  /** The command by which a person answers a hold, or says yes to all that it lists. */
  readonly answering: (id: string, isList?: boolean) => string;
  /** Told why nobody was told, once until it works again. */
  readonly onFault: (message: string) => void;
  /** Milliseconds that it may take. */
  readonly within?: number;
}

const WITHIN = 10_000;
const AT_ONCE = 4;
/** How many calls may be about to be told of; beyond that a person hears of the others anyway. */
const MOST = 100;
const LONGEST = 500;
const MOST_REASONS = 10;

/** What a program needs to put something on the screen: of our environment it gets no more than a server besides. */
const DESKTOP = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'] as const;

/** Tells a person of each call that is held, by a command of theirs. No call waits for it, and none fails by it. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #turns = new Turns(AT_ONCE);
  #underWay = 0;
  #isFailing = false;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** Returns at once. */
  readonly tell = (hold: Hold): void => {
    if (this.#underWay >= MOST) this.#ended(`${MOST} calls are about to be told of already`);
    else void this.#tellOf(hold);
  };

  async #tellOf(hold: Hold): Promise<void> {
    this.#underWay++;
    const why = await this.#turns.take(() => this.#run(hold));
    this.#underWay--;
    this.#ended(why);
  }

  #ended(why: string | undefined): void {
    if (why !== undefined && !this.#isFailing)
      this.#options.onFault(`nobody was told that a call waits: ${why}. Those that wait: \`sallyport pending\``);
    this.#isFailing = why !== undefined;
  }

  /** No arguments: where this goes is not known. */
  #text({ id, target, method, principal, reasons, rules, at, expires, list }: Hold): string {
    const { agent, client } = principal;
    const told = {
      event: 'held',
      id,
      method,
      server: target.upstream,
      tool: shownName(target.name),
      agent,
      client: client === undefined ? undefined : cut(client.name),
      why: [...new Set(reasons)].slice(0, MOST_REASONS).map(cut),
      rules: rules.slice(0, MOST_REASONS),
      at: new Date(at).toISOString(),
      expires: new Date(expires).toISOString(),
      answer: this.#options.answering(id),
      answerList: list === undefined ? undefined : this.#options.answering(id, true),
    };
    return `${JSON.stringify(told)}\n`;
  }

  /** Resolves with what went wrong. */
  async #run(hold: Hold): Promise<string | undefined> {
    const { bar, words, folder, within = WITHIN } = this.#options;
    const [command = '', ...args] = words;
    const desktop = Object.fromEntries(DESKTOP.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])));
    const env = serverEnvironment(process.env, desktop, process.platform);
    const program = { command, args, env, cwd: folder };
    try {
      const barred = bar();
      if (barred !== undefined) return barred;
      const text = this.#text(hold);
      const { file, args: given, verbatim } = launchFor(program);
      const child = spawn(file, given, {
        cwd: folder,
        env,
        stdio: ['pipe', 'ignore', 'pipe'],
        windowsHide: true,
        windowsVerbatimArguments: verbatim,
        detached: process.platform !== 'win32',
      });
      guardTree(child);
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        if (said.length < LONGEST) said += chunk.toString();
      });
      // One that reads nothing is no fault.
      child.stdin.on('error', () => undefined);
      child.stdin.end(text);
      const { pid } = child;
      let isLate = false;
      const late = setTimeout(() => {
        isLate = true;
        if (pid !== undefined) signalTree(pid, 'SIGKILL');
      }, within);
      late.unref();
      child.unref();
      const why = await new Promise<string | undefined>((resolve) => {
        child.on('error', (error) => resolve(spawnProblem(program, error)));
        child.on('exit', (code, signal) => {
          if (isLate) return resolve(`${command} did not end within ${within / 1_000} s`);
          const words = said.trim() === '' ? '' : `: ${cut(said.trim())}`;
          resolve(code === 0 ? undefined : `${command} ended with ${code === null ? signal : `code ${code}`}${words}`);
        });
      });
      clearTimeout(late);
      await endTree(child);
      // What has left its group may hold the other end for days, and each call would leave one more.
      child.stderr.destroy();
      return why;
    } catch (error) {
      return messageOf(error);
    }
  }
}

/** On one line, with what does not show made visible. */
const cut = (text: string): string => visible(text.replace(/\s+/g, ' ')).slice(0, LONGEST);
