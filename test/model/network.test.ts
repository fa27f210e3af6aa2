import ipaddr from 'ipaddr.js';
import { expect, it } from 'vitest';
import { networkOf } from '../../src/model/network.ts';

it.each([
  ['8.8.8.8', 'unicast'],
  ['127.0.0.1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['2606:4700::1', 'unicast'],
  ['::1', 'loopback'],
  ['fd00::1', 'uniqueLocal'],
  // Never given out: not the internet.
  ['4000::1', 'reserved'],
])('%s is of the network %s', (address, network) => expect(networkOf(ipaddr.process(address))).toBe(network));
