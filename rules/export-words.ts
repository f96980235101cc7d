import type { Channel, ComplaintStatus, Language } from '#schemas/complaint.ts';
import type { Dimension, Measure } from '#schemas/statistics.ts';

/** A text in the languages of the city. */
export type Both = Readonly<Record<Language, string>>;

/** What a status is called. */
export const statusWords: Readonly<Record<ComplaintStatus, Both>> = {
  received: { ko: '접수', en: 'Received' },
  'in-classification': { ko: '분류 중', en: 'In classification' },
  assigned: { ko: '처리 중', en: 'Assigned' },
  'awaiting-supplement': { ko: '보완 대기', en: 'Awaiting supplement' },
  answered: { ko: '답변 완료', en: 'Answered' },
  closed: { ko: '종결', en: 'Closed' },
  withdrawn: { ko: '취하', en: 'Withdrawn' },
  transferred: { ko: '이송', en: 'Transferred' },
};

/** What a channel is called. */
export const channelWords: Readonly<Record<Channel, Both>> = {
  web: { ko: '누리집', en: 'Web' },
  app: { ko: '앱', en: 'App' },
  phone: { ko: '전화', en: 'Phone' },
  sms: { ko: '문자', en: 'SMS' },
  chat: { ko: '채팅', en: 'Chat' },
  visit: { ko: '방문', en: 'Visit' },
  'on-site': { ko: '현장', en: 'On site' },
};

/** What the dimensions of a statistic are called. */
export const dimensionWords: Readonly<Record<Dimension, Both>> = {
  district: { ko: '자치구', en: 'District' },
  ward: { ko: '동', en: 'Ward' },
  field: { ko: '분야', en: 'Field' },
  department: { ko: '부서', en: 'Department' },
  channel: { ko: '접수 경로', en: 'Channel' },
  kind: { ko: '유형', en: 'Kind' },
  day: { ko: '접수일', en: 'Day' },
};

/** What the measures of a statistic are called. */
export const measureWords: Readonly<Record<Measure, Both>> = {
  received: { ko: '접수', en: 'Received' },
  open: { ko: '처리 중', en: 'Open' },
  answered: { ko: '답변', en: 'Answered' },
  hollow: { ko: '내용 없는 답변', en: 'Hollow answers' },
  withdrawn: { ko: '취하', en: 'Withdrawn' },
  transferred: { ko: '이송', en: 'Transferred' },
  ended: { ko: '답변 없이 종결', en: 'Ended without answer' },
  overdue: { ko: '기한 경과', en: 'Overdue' },
  onTime: { ko: '기한 내 답변', en: 'Answered in time' },
  late: { ko: '기한 후 답변', en: 'Answered late' },
  instant: { ko: '즉시 답변', en: 'Answered at once' },
  askedAgain: { ko: '추가 질문', en: 'Asked again' },
  paused: { ko: '시계 정지', en: 'Paused' },
  ratings: { ko: '평가', en: 'Ratings' },
  stars: { ko: '별점 합', en: 'Stars' },
  workingMinutes: { ko: '처리 시간 합(분)', en: 'Working minutes' },
  pausedMinutes: { ko: '정지 시간 합(분)', en: 'Paused minutes' },
};
