import * as z from 'zod';

/** How a petitioner stands to their name: told to who handles the case, kept apart from them, or not given. */
export const Identity = z.enum(['named', 'protected', 'anonymous']).meta({
  description:
    'named: who handles the case knows who filed it. protected: nobody who handles it does, and nobody named in it can have it. anonymous: the same, without a petitioner’s rights: it can be followed, but not rated, asked again, corrected, supplemented or taken back. GET /v1/identities tells people so before they choose',
});
export type Identity = z.infer<typeof Identity>;

/** What who filed a complaint can do afterwards. `notices`: is told how it goes, wherever they gave an address. */
export const PetitionersRight = z.enum([
  'tracking',
  'notices',
  'rating',
  'question',
  'correction',
  'withdrawal',
  'supplement',
]);
export type PetitionersRight = z.infer<typeof PetitionersRight>;

/** A way to file, as people are told of it before they choose. */
export const WayToFile = z
  .strictObject({
    id: Identity,
    name: z.string(),
    nameEn: z.string(),
    rights: z.array(PetitionersRight),
    text: z.string(),
    textEn: z.string(),
  })
  .meta({ id: 'WayToFile' });
export type WayToFile = z.infer<typeof WayToFile>;

/** The three ways to file, in the order they are offered. */
export const waysToFile: readonly WayToFile[] = [
  {
    id: 'named',
    name: '실명',
    nameEn: 'Named',
    rights: ['tracking', 'notices', 'rating', 'question', 'correction', 'withdrawal', 'supplement'],
    text: '담당자가 신청인의 이름과 연락처를 봅니다. 부패·공익·인권침해 신고로 분류되면 그때부터 신분이 보호됩니다.',
    textEn:
      'Whoever handles it sees your name and how to reach you. If it is classified as a report of corruption, public interest or human rights, you are protected from then on.',
  },
  {
    id: 'protected',
    name: '신분 보호',
    nameEn: 'Protected',
    rights: ['tracking', 'notices', 'rating', 'question', 'correction', 'withdrawal', 'supplement'],
    text: '이름과 연락처를 따로 보관하며 담당자는 볼 수 없습니다. 알림은 그대로 받습니다. 신고 내용에 이름이 나온 직원과 그 부서는 사건을 맡거나 볼 수 없습니다. 제목과 내용은 담당자가 읽으니 신분이 드러나는 말은 적지 마십시오.',
    textEn:
      'Your name and how to reach you are kept apart, where nobody who handles it can look; you are still told how it goes. Officials whom you name, and their departments, can neither have nor see it. Title and text are read: do not write there who you are.',
  },
  {
    id: 'anonymous',
    name: '익명',
    nameEn: 'Anonymous',
    rights: ['tracking', 'notices'],
    text: '이름 없이 신고합니다. 법이 정한 민원이 아니므로 민원인의 권리가 없습니다. 번호와 접근 코드로 조회만 할 수 있고, 평가·추가 질문·정정·취하·보완은 할 수 없습니다. 연락처를 남기면 따로 보관하여 알림에만 씁니다.',
    textEn:
      'You give no name. By law this is no petition and gives no petitioner’s rights: with number and access code you can follow it, but neither rate the answer nor ask again, nor correct, supplement or take back what you said. An address you leave is kept apart and used for notices alone.',
  },
];
