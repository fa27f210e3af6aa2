import type { Judge } from '../../../src/inspect/commands/options.ts';

/** How grave a command is to the judges of one family; its words parted by single spaces, and quotes left as they are. */
export const gravity =
  (judges: readonly (readonly [name: string, judge: Judge])[]) =>
  (command: string): string | undefined => {
    const [name = '', ...args] = command.split(' ');
    for (const [of, judge] of judges) {
      const deed = of === name ? judge(args, name) : undefined;
      if (deed !== undefined) return deed.severity;
    }
    return undefined;
  };
