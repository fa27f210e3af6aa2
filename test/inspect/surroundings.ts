import type { InspectContext } from '../../src/inspect/context.ts';

export const context: InspectContext = {
  home: '/home/me',
  platform: 'linux',
  ownFiles: ['/home/me/work/servers.config.yaml', '/home/me/work/sallyport.lock.yaml', '/home/me/gate/mine.yaml'],
  stateDirectories: ['/home/me/.local/state/sallyport'],
  clientConfigs: ['/home/me/.claude.json', '/home/me/odd/client.toml'],
  roots: [],
};
