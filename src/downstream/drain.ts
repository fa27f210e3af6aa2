import { setTimeout as pause } from 'node:timers/promises';
import type { Conversation } from './conversation.ts';

/** What of a conversation is needed to end it. */
export type Draining = Pick<Conversation, 'drained' | 'abandon'>;

/** How long it may take to record what was given up, in milliseconds. */
const LAST = 1_000;

/** Lets what runs in these conversations end for `ms` milliseconds, then answers and gives up the rest. */
export async function drain(conversations: readonly Draining[], ms: number): Promise<void> {
  const drained = Promise.all(conversations.map((conversation) => conversation.drained()));
  const early = await Promise.race([drained, pause(ms, 'late' as const, { ref: false })]);
  for (const conversation of conversations) conversation.abandon();
  if (early === 'late') await Promise.race([drained, pause(LAST, undefined, { ref: false })]);
}
