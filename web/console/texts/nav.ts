/** Names of the sections. */
export const navEn = {
  queue: "Requests",
  letters: "Post",
  tasks: "Tasks",
  recipients: "Recipients",
  register: "Register",
  consents: "Consent",
  promises: "Promises",
  retention: "Retention",
  versions: "Versions",
  evidence: "Evidence",
  account: "Account",
};

export const navNl: typeof navEn = {
  queue: "Verzoeken",
  letters: "Post",
  tasks: "Taken",
  recipients: "Ontvangers",
  register: "Register",
  consents: "Toestemming",
  promises: "Beloften",
  retention: "Bewaren",
  versions: "Versies",
  evidence: "Bewijs",
  account: "Account",
};
