// Learns the weights of rules/tables/lexicon.json anew after a change of its terms or of the samples: node test/rules/write-lexicon.ts
import { writeFileSync } from 'node:fs';
import { cityLexicon } from '#rules/classification.ts';
import { examples } from './examples.ts';
import { learnLexicon } from './learn-lexicon.ts';

const path = new URL('../../rules/tables/lexicon.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(learnLexicon(cityLexicon, examples, 3), null, 2)}\n`);
