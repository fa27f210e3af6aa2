import type { Outgoing } from '../wire.ts';

export interface Order {
  send(message: Outgoing): void;
  /** Takes back a message that was not sent yet; false where it was. */
  take(id: number): boolean;
}

/**
 * Lets nothing overtake `notifications/initialized` where each message travels by itself: many servers refuse what
 * arrives before it. `post` calls `done` when a message was received or could not be sent.
 */
export function inOrder(post: (message: Outgoing, done: () => void) => void): Order {
  let held: Outgoing[] | undefined;
  const release = (): void => {
    const messages = held ?? [];
    held = undefined;
    for (const message of messages) send(message);
  };
  const send = (message: Outgoing): void => {
    if (held !== undefined) held.push(message);
    else if (message.method === 'notifications/initialized') {
      held = [];
      post(message, release);
    } else post(message, ignore);
  };
  return {
    send,
    take: (id) => {
      const at = held?.findIndex((message) => message.id === id) ?? -1;
      if (at >= 0) held?.splice(at, 1);
      return at >= 0;
    },
  };
}

const ignore = (): void => {};
