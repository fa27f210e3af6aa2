import fc from 'fast-check';

const numRuns = Number(process.env.PROPERTY_RUNS);
if (!Number.isInteger(numRuns) || numRuns < 1) throw new Error('PROPERTY_RUNS is no whole number from 1');
fc.configureGlobal({ numRuns });
