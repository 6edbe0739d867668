/** Everything has a limit. Units stand last in the name. */
export const limits = {
  /** A policy, with all files that it includes, larger than this is refused before it is parsed. */
  policyBytes: 2 * 1024 * 1024,
  /** Files that one policy may include. */
  policyFiles: 50,
  /** Problems reported of one document; the count goes on, the list stops. */
  problemsListed: 200,
  /** PostgreSQL truncates identifiers beyond this; we refuse instead. */
  identifierBytes: 63,
  /** Rows changed in one transaction; more are done in batches with a checkpoint each. */
  rowsPerTransaction: 50_000,
  rowsPerBatch: 10_000,
  /** Of a table; more is not taken by the end of a term unless somebody looked: a clock or a rule may be wrong. */
  sweptShare: 0.1,
  /** Rows of one table shown in the readable part of an answer; the data files hold all of them. */
  rowsInReadableAnswer: 1_000,
  messageCharacters: 5_000,
  emailCharacters: 254,
  requestBodyBytes: 64 * 1024,
  /** 2,000 lines. */
  disclosuresBodyBytes: 1024 * 1024,
  identityEvidenceBytes: 5 * 1024 * 1024,
  codeTries: 5,
  codeMinutes: 30,
  /** For who wrote a letter: it is read when it is read. Five tries guard the code, not its age. */
  codeByMailDays: 7,
  deliveryLinkDays: 7,
  sessionHours: 8,
  signInLinkMinutes: 60,
} as const;
