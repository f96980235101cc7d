import * as z from 'zod';

/**
 * The environment of each Lambda, parsed once when it loads.
 *
 * `infra` writes exactly these names into the template and `functions/aws` reads them: a setting that is missing stops
 * the function at its first load and names itself.
 */
const ComplaintTableSettings = z.object({ COMPLAINT_TABLE: z.string().min(1) });
const CityTableSettings = z.object({ CITY_TABLE: z.string().min(1) });
/** Who of the channel apps is told where. */
const SubscriptionTableSettings = z.object({ SUBSCRIPTION_TABLE: z.string().min(1) });
/** The topic from which channel apps hear. */
const AppTopicSettings = z.object({ ...SubscriptionTableSettings.shape, APP_TOPIC_ARN: z.string().min(1) });
/** Which servers that are not public may be called: those of the machine itself only on one machine. */
const OutboundSettings = z.object({ PRIVATE_TARGETS: z.enum(['none', 'loopback']) });
/** Where complaints are counted. */
const StatisticsTableSettings = z.object({ STATISTICS_TABLE: z.string().min(1) });
const IdentityTableSettings = z.object({ IDENTITY_TABLE: z.string().min(1) });

/** What people uploaded. */
const FileBucketSettings = z.object({ FILE_BUCKET: z.string().min(1) });

/** Settings of the API function for citizens and channel apps. */
export const CitizenApiSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...CityTableSettings.shape,
  ...IdentityTableSettings.shape,
  ...SubscriptionTableSettings.shape,
  ...FileBucketSettings.shape,
  ...StatisticsTableSettings.shape,
});

/** Settings of the API function by which files come in and go out. */
export const AttachmentApiSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...CityTableSettings.shape,
  ...FileBucketSettings.shape,
});

/** Settings of the function that keeps files, and removes what those of protected reporters tell. */
export const KeepFilesSettings = z.object({ ...ComplaintTableSettings.shape, ...FileBucketSettings.shape });

/** Settings of the API function for statistics and scores. */
export const StatisticsApiSettings = z.object({ ...StatisticsTableSettings.shape, ...CityTableSettings.shape });

/** Settings of the API function in which channel apps say where they are told. */
export const ChannelAppApiSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...AppTopicSettings.shape,
  ...OutboundSettings.shape,
  /** Where the topic puts what a queue of an app did not take. */
  APP_DEAD_LETTERS_ARN: z.string().min(1),
});

/** Settings of the API function for officials. */
export const OfficialApiSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...CityTableSettings.shape,
  ...FileBucketSettings.shape,
});

/** Settings of the API function for the city's operators. */
export const OperatorApiSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...CityTableSettings.shape,
  USER_POOL_ID: z.string().min(1),
  CALENDAR_QUEUE_URL: z.url(),
  ...OutboundSettings.shape,
});

/** Settings of the API function for auditors. */
export const AuditorApiSettings = z.object({ ...ComplaintTableSettings.shape, ...CityTableSettings.shape });

/** Settings of the function that prints cases. */
export const PrintApiSettings = z.object({ ...ComplaintTableSettings.shape, ...CityTableSettings.shape });

/** Settings of the API function for institutions outside the city. */
export const InstitutionApiSettings = z.object({ ...ComplaintTableSettings.shape, ...CityTableSettings.shape });

/** Settings of the function that shows the API's description: it needs none. */
export const DocsApiSettings = z.object({});

/** Settings of the workflow's task functions that need nothing of the city. */
export const TaskSettings = z.object({ ...ComplaintTableSettings.shape, ...StatisticsTableSettings.shape });

/** Settings of the workflow's task functions that also read the city: its records, its calendar, or who is absent. */
export const CityTaskSettings = z.object({ ...TaskSettings.shape, ...CityTableSettings.shape });

/** Settings of the task functions that can put a reporter under protection: Classify and Hear. */
export const ProtectingTaskSettings = z.object({ ...CityTaskSettings.shape, ...IdentityTableSettings.shape });

/** Settings of the relay, the one function that starts and wakes executions. */
export const RelaySettings = z.object({
  ...ComplaintTableSettings.shape,
  STATE_MACHINE_ARN: z.string().min(1),
  RELAY_QUEUE_URL: z.url(),
  ...AppTopicSettings.shape,
});

/** Settings of the daily sweep, which puts numbers into the relay's retry queue. */
export const SweepSettings = z.object({ ...ComplaintTableSettings.shape, RELAY_QUEUE_URL: z.url() });

/** Settings of the function that carries changes of the calendar to every open complaint. */
export const CalendarSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...CityTableSettings.shape,
  CALENDAR_QUEUE_URL: z.url(),
});

/** Settings of the function that asks machines of institutions outside. */
export const InstitutionSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...CityTableSettings.shape,
  ...OutboundSettings.shape,
  INSTITUTION_QUEUE_URL: z.url(),
});

/** Settings of the function that posts to channel apps. */
export const TellAppSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...SubscriptionTableSettings.shape,
  ...OutboundSettings.shape,
  APP_QUEUE_URL: z.url(),
  APP_DEAD_LETTERS_URL: z.url(),
});

/** Settings of the function that sends notices. */
export const NoticeSettings = z.object({
  ...ComplaintTableSettings.shape,
  ...AppTopicSettings.shape,
  ...CityTableSettings.shape,
  ...IdentityTableSettings.shape,
  NOTICE_QUEUE_URL: z.url(),
  AUDIT_OFFICE_TOPIC_ARN: z.string().min(1),
  OPERATOR_TOPIC_ARN: z.string().min(1),
  DUTY_LEAD_TOPIC_ARN: z.string().min(1),
  /** SNS sends no SMS from Seoul, so messages leave from another region. */
  SMS_REGION: z.string().min(1),
  MAIL_FROM: z.email(),
  /** Where people reach the city's pages. */
  PUBLIC_URL: z.url(),
  /** Beginnings of the numbers that petitioners may have: `+82`, or several with commas. */
  ALLOWED_PHONE_PREFIXES: z.string().regex(/^\+\d+( *, *\+\d+)*$/, 'prefixes are written +82,+1'),
  /** How many parts of SMS a petitioner's number gets on one day, and how many all of them together. */
  SMS_DAILY_CAP_PER_NUMBER: z.coerce.number().int().min(1),
  SMS_DAILY_CAP: z.coerce.number().int().min(1),
});

const EmergencyTableSettings = z.object({ EMERGENCY_TABLE: z.string().min(1) });
const RegistryTableSettings = z.object({ REGISTRY_TABLE: z.string().min(1) });
const DeliveryTableSettings = z.object({ DELIVERY_TABLE: z.string().min(1) });
const AudienceBucketSettings = z.object({ AUDIENCE_BUCKET: z.string().min(1) });
const SendingSettings = NoticeSettings.pick({ SMS_REGION: true, MAIL_FROM: true });

/** Settings of the API function for messages to many. */
export const EmergencyApiSettings = z.object({
  ...EmergencyTableSettings.shape,
  ...DeliveryTableSettings.shape,
  ...CityTableSettings.shape,
});

/** Settings of the function that gives lists as files. */
export const ExportApiSettings = z.object({
  ...StatisticsTableSettings.shape,
  ...ComplaintTableSettings.shape,
  ...CityTableSettings.shape,
  ...EmergencyTableSettings.shape,
  ...DeliveryTableSettings.shape,
});

/** Settings of the API function by which citizens register and leave. */
export const RegistrationApiSettings = z.object({ ...RegistryTableSettings.shape, ...SendingSettings.shape });

/** Settings of the steps of a message to many that look at the message alone. */
export const MessageStepSettings = EmergencyTableSettings;

/** Settings of the steps that find out whom a message goes to. */
export const AudienceStepSettings = z.object({
  ...EmergencyTableSettings.shape,
  ...RegistryTableSettings.shape,
  ...DeliveryTableSettings.shape,
});

/** Settings of the step that freezes an audience. */
export const FreezeSettings = z.object({ ...AudienceStepSettings.shape, ...AudienceBucketSettings.shape });

/** Settings of the step that tells fixed roles and channel apps. */
export const AnnounceSettings = z.object({
  ...EmergencyTableSettings.shape,
  EMERGENCY_OFFICIALS_TOPIC_ARN: z.string().min(1),
  EMERGENCY_APPS_TOPIC_ARN: z.string().min(1),
});

/** Settings of the step that sends a batch. */
export const SendBatchSettings = z.object({
  ...EmergencyTableSettings.shape,
  ...RegistryTableSettings.shape,
  ...DeliveryTableSettings.shape,
  ...SendingSettings.shape,
});

const ImportTableSettings = z.object({ IMPORT_TABLE: z.string().min(1) });
const ImportSettings = z.object({ ...ImportTableSettings.shape, IMPORT_BUCKET: z.string().min(1) });

/** Settings of the API function for imports. */
export const ImportsApiSettings = z.object({ ...ImportSettings.shape, ...CityTableSettings.shape });

/** Settings of the steps of an import that look at its file or its rows. */
export const ImportStepSettings = ImportSettings;

/** Settings of the step that reads the rows of a file. */
export const ReadRowsSettings = z.object({ ...ImportSettings.shape, ...CityTableSettings.shape });

/** Settings of the step that files rows. */
export const FileRowsSettings = z.object({
  ...ImportSettings.shape,
  ...ComplaintTableSettings.shape,
  ...StatisticsTableSettings.shape,
});

/** Settings of the step that stops an import. */
export const StopImportSettings = ImportTableSettings;

/** Settings of the function that starts executions of imports. */
export const ImportRelaySettings = z.object({ ...ImportTableSettings.shape, IMPORT_MACHINE_ARN: z.string().min(1) });

/** Settings of the function that starts and wakes executions of messages to many. */
export const EmergencyRelaySettings = z.object({
  ...EmergencyTableSettings.shape,
  EMERGENCY_MACHINE_ARN: z.string().min(1),
});
