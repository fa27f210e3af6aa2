import { Option } from 'commander';
import type { Declaring } from '../declare.ts';
import { more, STATE } from '../options.ts';

/** The commands that change clients' files. */
export function declareAdopt({ declare, screen, done }: Declaring): void {
  declare('adopt', 'Take the servers of your clients behind Sallyport, and leave the clients Sallyport alone.', [
    'sallyport adopt',
    'sallyport adopt --client claude-desktop --dry-run',
    'sallyport adopt --client cursor --server github --yes',
    'sallyport adopt --project',
  ])
    .option('--client <name>', 'only of this client; may be repeated (default: all, or you are asked)', more)
    .option('--server <name>', 'only this server; may be repeated', more)
    .option('--project [folder]', 'the servers of a project (default: this folder) instead of your own')
    .option('--apart', 'give each client its own servers alone, as an agent of its own')
    .option('--config <file>', 'where to put them (default: where the last went, or ~/sallyport/servers.config.yaml)')
    .addOption(
      new Option('--secrets <where>', 'where secrets go (default: the keychain if one answers)').choices([
        'keychain',
        'file',
      ]),
    )
    .option('--dry-run', 'show what would change, and write nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON object instead; with --yes or --dry-run')
    .option(...STATE)
    .action(async (options) => {
      const { adopt } = await import('../commands/adopt.ts');
      done(await adopt(options, screen));
    });
  declare('restore', 'Put back the files that `sallyport adopt` changed, to the byte.', [
    'sallyport restore',
    'sallyport restore --client claude-code --keep-changes',
  ])
    .option('--client <name>', 'only of this client; may be repeated', more)
    .option('--keep-changes', 'in files that were changed since, put back the servers alone')
    .option('--force', 'put back the old files whatever stands there now')
    .option('--dry-run', 'show what would be put back, and write nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON object instead; with --yes or --dry-run')
    .option(...STATE)
    .action(async (options) => {
      const { restore } = await import('../commands/restore.ts');
      done(await restore(options, screen));
    });
}
