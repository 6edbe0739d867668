/**
 * The law as dated tables: deadlines, retention duties, authorities. Pure data and counting; each figure cites its
 * article and says how sure we are of it. It never knows a company's policy.
 */
export type AuthorityId = string;
export type RetentionDutyId = string;
