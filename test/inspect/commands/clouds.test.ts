import { expect, test } from 'vitest';
import { CLOUDS } from '../../../src/inspect/commands/clouds.ts';
import { gravity } from './seen.ts';

const seen = gravity(CLOUDS);

test.each([
  ['aws s3 rm s3://x --recursive', 'high'],
  ['aws s3 rm s3://x --recursive --dryrun', undefined],
  ['aws s3 cp x s3://x --acl public-read', 'high'],
  ['aws s3 cp x s3://x --acl private', undefined],
  ['aws --profile p ec2 terminate-instances --instance-ids i', 'high'],
  ['aws s3api put-bucket-acl --bucket x --acl public-read', 'high'],
  ['aws s3api put-bucket-acl --bucket x --acl private', undefined],
  ['aws secretsmanager get-secret-value --secret-id x', 'medium'],
  ['aws secretsmanager list-secrets', undefined],
  ['gcloud projects delete x', 'high'],
  ['gcloud secrets versions access latest', 'medium'],
  ['gcloud secrets list', undefined],
  ['az role assignment create --role Owner', 'high'],
  ['az role assignment list', undefined],
  ['az group delete --name x', 'high'],
  ['az group show --name delete', undefined],
  ['heroku apps:destroy x', 'high'],
  ['gh repo delete o/x', 'high'],
  ['gh repo view o/x', undefined],
  ['gh api -X DELETE x', 'high'],
  ['gsutil -m rm gs://x', 'high'],
  ['gsutil ls gs://x', undefined],
  ['vault kv get x', 'medium'],
  ['vault status', undefined],
  ['pass show x', 'medium'],
  ['pass ls', undefined],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
