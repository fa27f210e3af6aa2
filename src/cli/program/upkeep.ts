import type { Declaring } from '../declare.ts';
import { CALL, STATE } from '../options.ts';

/** The commands that prove the record, and take something out of it. */
export function declareUpkeep({ declare, screen, done }: Declaring): void {
  declare(
    'verify',
    'Prove that nobody edited, removed, added or cut records.',
    ['sallyport verify', 'sallyport verify --checkpoint kept-elsewhere.jsonl'],
    'Ends with 0 where nothing was changed; with 1 where something was.',
  )
    .option('--checkpoint <file>', 'checkpoints that were kept elsewhere, one JSON object a line')
    .option('--json', 'print the report as one JSON object')
    .option(...STATE)
    .action(async (options) => {
      const { verify } = await import('../commands/verify.ts');
      done(await verify(options, screen));
    });
  declare('checkpoint', 'Sign the heads of all chains, record that, and print them, to be kept elsewhere.', [
    'sallyport checkpoint >> /mnt/elsewhere/sallyport.jsonl',
  ])
    .option(...STATE)
    .action(async (options) => {
      const { checkpoint } = await import('../commands/checkpoint.ts');
      done(await checkpoint(options, screen));
    });
  declare('erase', 'Erase the arguments and results of calls for good; the chain stays whole.', [
    'sallyport erase 0dxk4m2a00017q3z',
    'sallyport erase $(sallyport log --value ann@customer.example --json | jq -r .call | sort -u)',
  ])
    .argument('<calls...>', CALL)
    .option(...STATE)
    .action(async (ids: readonly string[], options) => {
      const { erase } = await import('../commands/erase.ts');
      done(await erase(ids, options, screen));
    });
}
