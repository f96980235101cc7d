/** The settings of the function that sends notices, in tests. */
export const settings = {
  COMPLAINT_TABLE: 'complaints',
  CITY_TABLE: 'city',
  IDENTITY_TABLE: 'identities',
  SUBSCRIPTION_TABLE: 'subscriptions',
  APP_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:000000000000:apps.fifo',
  NOTICE_QUEUE_URL: 'https://sqs.example/notices',
  AUDIT_OFFICE_TOPIC_ARN: 'arn:audit-office',
  OPERATOR_TOPIC_ARN: 'arn:operators',
  DUTY_LEAD_TOPIC_ARN: 'arn:duty-lead',
  SMS_REGION: 'ap-northeast-1',
  MAIL_FROM: 'city@example.com',
  PUBLIC_URL: 'https://city.example',
  ALLOWED_PHONE_PREFIXES: '+82',
  SMS_DAILY_CAP_PER_NUMBER: 20,
  SMS_DAILY_CAP: 1_000,
};
