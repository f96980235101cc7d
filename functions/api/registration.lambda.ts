import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { registrationOperations } from '#schemas/api/registration.ts';
import { RegistrationApiSettings } from '#schemas/settings.ts';
import { askToLeave, register } from './registration/ask-for-code.ts';
import { confirmRegistration } from './registration/confirm-registration.ts';
import { changeRegistration, leave, readRegistrationOf } from './registration/own-registration.ts';

const settings = settingsOf(RegistrationApiSettings);
const { REGISTRY_TABLE } = settings;

export const handler = apiFunction(registrationOperations, {
  register: (request) => register(settings, request),
  askToLeave: (request) => askToLeave(settings, request),
  confirmRegistration: (request) => confirmRegistration(REGISTRY_TABLE, request),
  readRegistration: (request) => readRegistrationOf(REGISTRY_TABLE, request),
  changeRegistration: (request) => changeRegistration(REGISTRY_TABLE, request),
  leave: (request) => leave(REGISTRY_TABLE, request),
});
