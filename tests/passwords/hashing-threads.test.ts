import { hashesAtOnce } from '../../src/passwords/hashing-threads.js';

describe('hashes at once', () => {
  it.each([
    { cores: 2, threads: 2, hashes: 3 },
    { cores: 8, threads: 4, hashes: 5 },
    { cores: 8, threads: 8, hashes: 9 },
  ])('are one more than $threads threads, which all hash on $cores cores', ({ cores, threads, hashes }) => {
    expect(hashesAtOnce(cores, threads)).toBe(hashes);
  });

  it.each([
    { cores: 1, threads: 2 },
    { cores: 2, threads: 4 },
  ])('are no more than $cores cores, where $threads threads would hash more together', ({ cores, threads }) => {
    expect(hashesAtOnce(cores, threads)).toBe(cores);
  });
});
