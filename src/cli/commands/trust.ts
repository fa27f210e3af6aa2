import { readInspectorSources } from '../../app/inspector-sources.ts';
import { aboutThis } from '../../app/places/config-place.ts';
import { openScribe } from '../../app/scribe.ts';
import { whyWaiting } from '../../app/serving/waiting-change.ts';
import { configPlace } from '../../app/settings.ts';
import { configurationOf, inspectorsOf, launchesOf, NOTIFY } from '../../app/trust-desk.ts';
import { type Loaded, loadConfig } from '../../config/load.ts';
import { openTrust, type TrustStore } from '../../journal/state/trust.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { tellConfig } from '../configuration.ts';
import { type GuardOptions, mayDecide } from '../guard.ts';
import { fold } from '../printing/fold.ts';
import { plain } from '../printing/plain.ts';
import { table } from '../printing/table.ts';
import { type Candidate, candidateText, commandLine, configurationText } from '../printing/trust-text.ts';
import { decide, type Screen } from '../screen.ts';
import { loginName, openState, stateIfAny } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface TrustOptions {
  readonly config?: string;
  readonly state?: string;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly guard?: Partial<GuardOptions>;
}

const QUESTION = { command: 'Let NAME run?', configuration: 'Use this configuration?', inspector: 'Let NAME judge?' };

/** Shows everything a configuration runs, and lets it run if the person agrees. */
export async function trust(server: string | undefined, options: TrustOptions, screen: Screen): Promise<number> {
  const state = options.list === true ? stateIfAny(options.state) : openState(options.state);
  const loaded = await loadConfig((await configPlace({ place: await tellConfig(options, screen) })).file);
  const store = openTrust(state.trust, (message) => screen.err(`sallyport: ${message}`));
  const all = await candidatesOf(loaded);
  if (options.list === true) return list(all, store, options.json === true, screen);
  const named = all.filter(({ what }) => what !== 'configuration');
  const wanted = server === undefined ? all : named.filter(({ name }) => name === server);
  if (wanted.length === 0) {
    const names = named.map(({ name }) => name);
    const there = names.length === 0 ? `${loaded.path} names none` : `there are: ${names.join(', ')}`;
    throw new UsageError(`there is no server or inspector ${server}${didYouMean(server ?? '', names)}; ${there}`);
  }
  const waiting = wanted.filter(({ hash }) => !store.isTrusted(hash));
  if (waiting.length === 0) {
    screen.out(
      server === undefined ? 'Everything here is trusted already.' : already(server, loaded, store, options.state),
    );
    return 0;
  }
  if (!mayDecide(screen, { clients: state.clients, ...options.guard }, 'nothing was trusted')) return 1;
  const change = await whyWaiting(state.journal, loaded.path, screen.now());
  const scribe = openScribe(state);
  let refused = 0;
  try {
    for (const candidate of waiting) {
      screen.out(`\n${candidateText(candidate, screen)}`);
      // In a whole configuration it is easily missed what it newly lets through.
      if (candidate.what === 'configuration' && change !== undefined)
        screen.out(fold(screen.paint.yellow(`  ! ${plain(change)}`), screen));
      const question = QUESTION[candidate.what].replace('NAME', () => candidate.name);
      const said = await decide(screen, question);
      if (said === undefined) {
        screen.out('\nStopped here: what was not answered stays as it is.');
        return 1;
      }
      if (said) {
        const { what, name, hash } = candidate;
        const by = loginName();
        await scribe.write({ kind: 'trust', what, name, hash, by });
        await store.trust([{ what, name, hash, by, at: screen.now() }]);
        screen.out(screen.paint.green('Trusted.'));
      } else {
        refused++;
        screen.out('Left as it is.');
      }
    }
  } finally {
    await scribe.close();
  }
  return refused === 0 ? 0 : 1;
}

/** Says that a server is trusted already, and whether the configuration that holds it still waits for trust. */
function already(server: string, loaded: Loaded, store: TrustStore, state: string | undefined): string {
  if (store.isTrusted(configurationOf(loaded).hash)) return `${server} is trusted already.`;
  return `${server} is trusted already; the configuration itself is not: sallyport trust${aboutThis({ file: loaded.path }, state)}`;
}

async function candidatesOf(loaded: Loaded): Promise<Candidate[]> {
  const sources = await readInspectorSources(loaded);
  const code = inspectorsOf(sources).map((one, index) => ({
    ...one,
    shown: sources[index]?.file ?? '',
    text: sources[index]?.text ?? '',
  }));
  const servers = launchesOf(loaded).map((launch) => ({ ...launch, shown: commandLine(loaded, launch.name) }));
  return [{ ...configurationOf(loaded), shown: loaded.path, text: configurationText(loaded) }, ...servers, ...code];
}

function list(all: readonly Candidate[], store: TrustStore, json: boolean, screen: Screen): number {
  const rows = all.map((candidate) => ({ ...candidate, trusted: store.isTrusted(candidate.hash) }));
  if (json) {
    for (const { what, name, hash, trusted } of rows) screen.out(JSON.stringify({ what, name, hash, trusted }));
    return 0;
  }
  const { paint } = screen;
  screen.out(
    table(
      screen,
      [
        {
          head: 'TRUSTED',
          cell: ({ trusted }) => (trusted ? 'yes' : 'waits'),
          paint: (text, { trusted }) => (trusted ? paint.green(text) : paint.yellow(text)),
        },
        {
          head: 'WHAT',
          cell: ({ what, name }) => (what !== 'command' ? what : name === NOTIFY ? 'command' : 'server'),
        },
        { head: 'NAME', cell: ({ what, name }) => (what === 'configuration' ? '' : name), paint: paint.bold },
        { head: 'RUNS', cell: ({ shown }) => shown, below: true },
      ],
      rows,
    ),
  );
  return 0;
}
