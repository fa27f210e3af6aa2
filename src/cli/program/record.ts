import type { Declare } from '../declare.ts';
import { STATE } from '../options.ts';
import type { Screen } from '../screen.ts';

const collect = (value: string, before: readonly string[] = []): string[] => [...before, ...value.split(',')];

/** The commands that read the record, and two that maintain it. */
export function declareRecord(declare: Declare, screen: Screen, done: (code: number) => void): void {
  const json = ['--json', 'one JSON object a line'] as const;

  declare('log', 'Show what was called, and what was decided.', [
    'sallyport log --since 2h',
    'sallyport log --effect deny --effect ask --since 7d --until 2026-11-26T09:00',
    'sallyport log --tool "bank.*" --follow',
    'sallyport log --agent support --value ann@customer.example',
    'sallyport log --json --all | jq .tool',
  ])
    .option('--session <key>', 'by the beginning of its key')
    .option('--agent <name>', 'by agent, or by what the client calls itself')
    .option('--server <name>', 'by server')
    .option('--tool <pattern>', 'by `server.tool`, * for anything')
    .option('--effect <effect>', 'allow, ask or deny; may be repeated', collect)
    .option('--value <text>', 'what has this in its arguments or result, in whatever spelling')
    .option('--kind <kind>', 'call, hold, result, approval, freeze, …; may be repeated', collect)
    .option('--since <time>', '30m, 2h, 7d, or a date')
    .option('--until <time>', 'the same: what came before it')
    .option('-n, --last <number>', 'only the last ones')
    .option('-f, --follow', 'go on as more is recorded')
    .option('--all', 'also results that are well, tools and notes')
    .option(...json)
    .option(...STATE)
    .action(async (options) => {
      const { log } = await import('../commands/log.ts');
      done(await log(options, screen));
    });
  declare('show <id>', 'Show one call whole: evidence, rules, flows, payload, where its values came from and went.', [
    'sallyport show 0dxk4m',
    'sallyport show 0dxk4m --json',
  ])
    .option('--all', 'also which inspectors looked, and how long each took')
    .option('--json', 'its records, one JSON object a line, payloads included')
    .option(...STATE)
    .action(async (id: string, options) => {
      const { show } = await import('../commands/show.ts');
      done(await show(id, options, screen));
    });
  declare('sessions', 'List sessions: who, how many calls, what they have seen.', ['sallyport sessions --since 1d'])
    .option('--since <time>', '30m, 2h, 7d, or a date')
    .option(...json)
    .option(...STATE)
    .action(async (options) => {
      const { sessions } = await import('../commands/sessions.ts');
      done(await sessions(options, screen));
    });
  declare('servers', 'List servers: what they offered last, how often they were called.', [
    'sallyport servers --since 7d',
    'sallyport servers --config team.yaml',
  ])
    .option('--since <time>', '30m, 2h, 7d, or a date')
    .option('--config <file>', 'say which of them are not in this configuration, and list those that are')
    .option(...json)
    .option(...STATE)
    .action(async (options) => {
      const { servers } = await import('../commands/servers.ts');
      done(await servers(options, screen));
    });
  declare('replay', 'Decide recorded calls again, by the policy of now or another one.', [
    'sallyport replay --since 30d --config stricter.yaml',
    'sallyport replay --since 7d --regather',
    'sallyport replay --agent support --tool "bank.*" --until 2026-11-26T09:00',
    'sallyport replay --traces recordings --out decisions.jsonl',
  ])
    .option(
      '--config <file>',
      'the policy (default: servers.config.yaml in this folder, else the adopted one; with --traces: recommended)',
    )
    .option('--out <file>', 'where to write every decision, one JSON object a line')
    .option('--session <key>', 'by the beginning of its key')
    .option('--agent <name>', 'by agent, or by what the client calls itself')
    .option('--server <name>', 'by server')
    .option('--tool <pattern>', 'by `server.tool`, * for anything')
    .option('--effect <effect>', 'by what was decided then: allow, ask or deny; may be repeated', collect)
    .option('--since <time>', '30m, 2h, 7d, or a date')
    .option('--until <time>', 'the same: what came before it')
    .option('--json', 'print one JSON object of what comes out otherwise')
    .option(...STATE)
    .option('--regather', 'gather the evidence anew, from the texts that the record has kept')
    .option('--traces <dir>', 'a folder with traces of another system instead of our own record')
    .option('--task-text', 'with --traces: what the user asked for is known')
    .option('--declared-tools', 'with --traces: the tools that the task was declared to need are its purpose')
    .option('--together', 'with --traces: they are sessions of one process, each after the other')
    .option('--trust', 'with --traces or --regather: run inspectors of your own that nobody has looked at yet')
    .action(async (options) => {
      const { replay } = await import('../commands/replay.ts');
      done(await replay(options, screen));
    });
  declare('verify', 'Prove that nobody edited, removed, added or cut records.', [
    'sallyport verify',
    'sallyport verify --checkpoint kept-elsewhere.jsonl',
  ])
    .option('--checkpoint <file>', 'checkpoints that were kept elsewhere, one JSON object a line')
    .option('--json', 'print the report as one JSON object')
    .option(...STATE)
    .action(async (options) => {
      const { verify } = await import('../commands/verify.ts');
      done(await verify(options, screen));
    });
  declare('checkpoint', 'Sign the heads of all chains and print them, to be kept elsewhere.', [
    'sallyport checkpoint >> /mnt/elsewhere/sallyport.jsonl',
  ])
    .option(...STATE)
    .action(async (options) => {
      const { checkpoint } = await import('../commands/checkpoint.ts');
      done(await checkpoint(options, screen));
    });
  declare('erase <id...>', 'Erase the arguments and results of calls for good; the chain stays whole.', [
    'sallyport erase 0dxk4m2a00017q3z',
    'sallyport erase $(sallyport log --value ann@customer.example --json | jq -r .call | sort -u)',
  ])
    .option(...STATE)
    .action(async (ids: readonly string[], options) => {
      const { erase } = await import('../commands/erase.ts');
      done(await erase(ids, options, screen));
    });
}
