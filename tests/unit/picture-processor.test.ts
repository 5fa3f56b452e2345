import { PictureProcessor } from '../../src/avatars/picture-processor.js';
import { picture } from '../avatars/gallery.js';
import { TestLog } from '../support/test-log.js';

it('a picture is refused for the time being where the decoder was not installed, and the log says why', async () => {
  const log = new TestLog();
  const processor = new PictureProcessor(log, () => Promise.reject(new Error('Could not load the "sharp" module')));

  for (let times = 0; times < 2; times += 1)
    expect(await processor.process(await picture())).toEqual({ ok: false, problem: 'NO_DECODER' });

  expect(JSON.stringify(log.errors())).toContain('sharp is missing');
});
