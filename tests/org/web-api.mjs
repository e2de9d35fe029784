// The Web API's question after the session's user, which every version of the product answers.
import { json } from './http.mjs';

const WHO_AM_I = /^\/api\/data\/v(\d+\.\d+)\/WhoAmI(?:\(\))?$/;

/**
 * The version that is asked for; undefined if this is another question.
 * @param {string} path
 */
export const askedVersion = (path) => WHO_AM_I.exec(path)?.[1];

/**
 * Is it one of these, the first and the last included?
 * @param {string} version
 * @param {string} first
 * @param {string} last
 */
export const isBetween = (version, first, last) => Number(first) <= Number(version) && Number(version) <= Number(last);

/** Where an organisation that answers this version is asked. @param {{base: string, version: string}} org */
export const whoAmIAddress = ({ base, version }) => `${base}/api/data/v${version}/WhoAmI`;

/**
 * @param {{host: string, base: string, id: string}} org
 * @param {{id: string}} user
 * @param {string} version
 */
export function whoAmI({ host, base, id }, user, version) {
  return json({
    '@odata.context': `https://${host}${base}/api/data/v${version}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
    BusinessUnitId: id, UserId: user.id, OrganizationId: id,
  });
}

/** What it says to nobody. */
export const unauthorized = () => json(
  { error: { code: '0x80048307', message: 'Unauthorized' } },
  { status: 401, headers: { 'www-authenticate': 'Bearer' } },
);

/** What it says of a version that it doesn't have. @param {string} version */
export const noSuchVersion = (version) => json(
  { error: { code: '0x8006088a', message: `Resource not found for the segment 'v${version}'.` } },
  { status: 404 },
);
