import { expect, test } from 'vitest';
import { container } from '../../../src/inspect/commands/containers.ts';
import { gravity } from './seen.ts';

const seen = gravity([['docker', container]]);

test.each([
  ['docker run -v /:/host x', 'critical'],
  ['docker run -v data:/ x', undefined],
  ['docker run --network host x', 'low'],
  ['docker run --ipc=host x', 'low'],
  ['docker run --network host -v /:/h x', 'critical'],
  ['docker run --pid=host x', 'critical'],
  ['docker rmi -f x', 'low'],
  ['docker image prune -af', 'low'],
  ['docker builder prune', 'low'],
  ['docker image ls', undefined],
  ['docker volume rm x', 'medium'],
  ['docker run -v ./:/host x', undefined],
  ['docker run --mount type=bind,source=/,target=/h x', 'critical'],
  ['docker run --mount type=volume,source=x,target=/ x', undefined],
  ['docker run --mount=type=bind,src=/etc,dst=/e x', 'critical'],
  ['docker run -v /etc:/e:ro x', 'medium'],
  ['docker run -v /etc/localtime:/etc/localtime:ro x', undefined],
  ['docker run -v C:\\:/c x', 'critical'],
  ['docker run -it --rm --privileged x', 'critical'],
  ['docker run --privileged=false x', undefined],
  ['docker run --privileged=true --privileged=false x', undefined],
  ['docker run --privileged=maybe x', undefined],
  ['docker run x --privileged', undefined],
  ['docker run --name a --privileged x', 'critical'],
  ['docker run --unheard-of --privileged x', 'critical'],
  ['docker run --pid=host x', 'critical'],
  ['docker run --pid container:a x', undefined],
  ['docker run --cap-add=SYS_ADMIN x', 'critical'],
  ['docker run --cap-add NET_BIND_SERVICE x', undefined],
  ['docker run --device /dev/sda x', 'critical'],
  ['docker run -v /var/run/docker.sock:/s x', 'critical'],
  ['docker run -v /tmp/docker.sock:/var/run/docker.sock x', undefined],
  ['docker -H unix:///run/docker.sock ps', 'critical'],
  ['docker cp a:/x /etc/cron.d/x', 'high'],
  ['docker cp /etc/hosts a:/x', undefined],
  ['docker volume rm data', 'medium'],
  ['docker volume ls', undefined],
  ['docker compose down -v', 'medium'],
  ['docker compose -f x.yaml down', undefined],
  ['docker system prune -f', 'medium'],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
