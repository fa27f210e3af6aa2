import { expect, test } from 'vitest';
import { placesIn } from '../../../src/inspect/paths/command-places.ts';

test('what a container sees is no place of this machine; what it is given is', () => {
  expect(placesIn('docker run -v /tmp/a.sock:/var/run/docker.sock x')).not.toContain(
    '/tmp/a.sock:/var/run/docker.sock',
  );
  expect(placesIn('docker run -v /tmp/a.sock:/var/run/docker.sock x')).toContain('/tmp/a.sock');
  expect(placesIn('docker run --mount type=bind,src=/a,dst=/etc/shadow x').join(' ')).not.toContain('/etc/shadow');
  expect(placesIn('docker run --volume ~/.ssh:/k x')).toContain('~/.ssh');
});

test('only where a container is run', () => {
  expect(placesIn('echo docker; scp -v host:/etc/shadow .').join(' ')).toContain('/etc/shadow');
  expect(placesIn('docker ps; cat -v x:/etc/shadow').join(' ')).toContain('/etc/shadow');
});

test('reading a socket as a file gets nothing; connecting to it does', () => {
  const socket = '/var/run/docker.sock';
  for (const command of [`cat ${socket}`, `ls -l ${socket}`]) expect(placesIn(command)).not.toContain(socket);
  for (const command of [
    `nc -U ${socket}`,
    `cat <(nc -U ${socket})`,
    `cat x; curl --unix-socket ${socket} x`,
    `nc -U x < ${socket}`,
  ])
    expect(placesIn(command)).toContain(socket);
});

test('others are read as they are', () => {
  expect(placesIn('cat ~/.ssh/id_rsa')).toEqual(['cat', '~/.ssh/id_rsa']);
});
