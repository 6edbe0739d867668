/** The language of declarations of services: the grammar that reads them, and from which their reference is made. */
import { documents } from "#policy";
import { bodyTree, fields, headerName, jsonPath, path, some, status, template, variable } from "./language-values.ts";

const { list, mapping, may, named, need, oneOf, text, wholeNumber } = documents;
type Kind<T> = documents.Kind<T>;

const callMembers = {
  get: may(path, "Path of a call that reads."),
  post: may(path, "Path of a call with POST."),
  put: may(path, "Path of a call with PUT."),
  patch: may(path, "Path of a call with PATCH."),
  delete: may(path, "Path of a call with DELETE."),
  query: may(fields("a parameter"), "Parameters, each encoded whole."),
  headers: may(fields("a header", headerName), "Headers of this call."),
  json: may(bodyTree, "The body as JSON."),
  form: may(fields("a field"), "The body as fields of a form."),
  onceBy: may(
    headerName,
    "Header with a key by which the service knows a call that is made again. Without it a POST is not made again within one try.",
  ),
} as const;

const call = mapping({
  name: "Call",
  doc: "One call. Exactly one of get, post, put, patch and delete.",
  example: "read:\n  get: /v1/customers/{id}",
  members: callMembers,
});

const paging = mapping({
  name: "Paging",
  doc: "How a list goes on. Exactly one of the four. A list that is longer than `limits.pages` is an error.",
  example: "paging:\n  next: _links.next.href",
  members: {
    cursor: may(jsonPath, "Where the mark of the next page stands in the answer; goes into `parameter`."),
    more: may(jsonPath, "With `cursor`: where the answer says whether there is more."),
    number: may(
      some("the size of a page", 10_000),
      "Pages by number or offset: the size of a full page. A smaller one is the last.",
    ),
    parameter: may(text, "With `cursor` and `number`: the parameter."),
    first: may(wholeNumber({ expects: "0 or 1", from: 0, to: 1 }), "With `number`: the first page; 1 when left out."),
    step: may(
      some("a step", 10_000),
      "With `number`: by how much it rises; 1 when left out, the size of a page for an offset.",
    ),
    link: may(oneOf(["next"], "a relation"), "The header Link names the next page."),
    next: may(jsonPath, "Where the whole address of the next page stands; it must be of the same host."),
  },
});

const listMembers = {
  ...callMembers,
  items: may(jsonPath, "Where the list stands; the whole answer is the one item when left out."),
  paging: may(paging, "How the list goes on; one page when left out."),
  absent: may(
    list(status, { emptyIsFine: true }),
    "Statuses that mean that there is nothing; 404 and 410 when left out.",
  ),
} as const;

const each = mapping({
  name: "Each",
  doc: "A list that is read first: the look-up is done for each of its items, as `{each}`.",
  example: "each:\n  get: /lists\n  items: lists[*]\n  id: id",
  members: { ...listMembers, id: need(jsonPath, "Where the id of an item stands.") },
});

const lookup = mapping({
  name: "Look-up",
  doc: "One way to find records of a person. The value it is done by can be used in the call under its name.",
  example:
    'find:\n  by: email\n  get: /customers\n  query: {email: "{email}"}\n  items: customers[*]\n  id: id\n  only: {email: "{email}"}',
  members: {
    by: need(text, "`email`, or a name under `matches` of the store, such as an account number."),
    ...listMembers,
    each: may(each, "A list that is read first."),
    id: may(jsonPath, "Where the id stands in an item; the value itself when left out."),
    with: may(named({ what: "a value", kind: jsonPath }), "Further values of an item that other calls need."),
    only: may(fields("a place in an item"), "An item counts only when these hold; compared without regard to case."),
    except: may(fields("a place in an item"), "An item does not count when one of these holds."),
    atMost: may(
      some("a number", 1_000_000),
      "The service never lists more than so many; when it does list as many, there may be more.",
    ),
  },
});

const proceed = mapping({
  name: "Proceed",
  doc: "A call that must follow when a job is in a certain state.",
  members: { when: need(list(text), "States."), ...callMembers },
});

const completion = mapping({
  name: "Completion",
  doc: "The service is not done with its answer. With `seconds` alone we wait; with `ask` we ask how the job is.",
  example:
    'completes:\n  job: id\n  ask: {get: "/jobs/{job}"}\n  state: status\n  done: [succeeded]\n  waiting: [queued, running]',
  members: {
    job: may(jsonPath, "Where the number of the job stands in the answer, or the whole address of its status."),
    header: may(headerName, "Which header holds it instead, such as Operation-Location."),
    ask: may(call, "Asks how `{job}` is; left out when the address of its status was given."),
    state: may(jsonPath, "Where its state stands."),
    done: may(list(text), "States of a job that is done."),
    waiting: may(list(text), "States of a job that is not. Any other state is a failure."),
    proceed: may(proceed, "A call that a job waits for."),
    seconds: need(some("seconds", 30 * 86_400), "When to ask again, or after which time it is done."),
  },
});

const says = mapping({
  name: "Saying",
  doc: "What a good answer says.",
  members: { where: need(jsonPath, "Where in the answer."), is: need(documents.literal, "What stands there.") },
});

const changeMembers = {
  ...callMembers,
  unless: may(
    call,
    "Asks whether the service already took this on, by `{request}`; when it answers with 200, that answer counts.",
  ),
  done: may(list(status), "Statuses of success; 200, 201, 202 and 204 when left out."),
  gone: may(
    list(status, { emptyIsFine: true }),
    "Statuses that mean that it was not there any more; 404 and 410 when left out.",
  ),
  blocked: may(list(status), "Statuses with which the service refuses for good."),
  says: may(says, "What a good answer must say."),
  completes: may(completion, "How it is known that it was done, when the answer comes before."),
} as const;

const erase = mapping({
  name: "Erasing",
  doc: "The call that erases a record.",
  example: "erase:\n  delete: /v1/customers/{id}",
  members: changeMembers,
});

const correct = mapping({
  name: "Correcting",
  doc: "The call that corrects a record. Its body is made of the fields that change.",
  example: "correct:\n  patch: /v2/customers/{id}\n  fields: {contact.email: email, name: name}",
  members: {
    ...changeMembers,
    fields: need(
      named({ what: "a category", kind: jsonPath }),
      "Where each category stands in a record, and is written.",
    ),
    body: may(oneOf(["json", "form"], "a kind of body"), "`json` when left out."),
    inside: may(jsonPath, "The member of the body that holds the fields."),
  },
});

const record = mapping({
  name: "Record",
  doc: "A kind of thing that the service keeps about a person.",
  example:
    'records:\n  customer:\n    find: {by: customer, get: "/customers/{customer}", id: id}\n    erase: {delete: "/customers/{id}"}',
  members: {
    find: need(list(lookup), "How records of a person are found; each is done for which there is a value."),
    read: may(call, "The call that gives the whole record; what was found is handed out when left out."),
    erase: may(erase, "The call that erases it."),
    stays: may(text, "Why the company keeps it here; it is then not erased."),
    correct: may(correct, "The call that corrects it."),
  },
});

const authentication = mapping({
  name: "Authentication",
  doc: "How we prove who we are. At most one. Variables of the environment are named; secrets never stand here.",
  example: "authentication:\n  bearer: MOLLIE_ACCESS_TOKEN",
  members: {
    bearer: may(variable, "A token in the header Authorization."),
    basic: may(
      mapping({
        name: "Basic",
        doc: "User name and password.",
        members: {
          user: need(variable, "The user name."),
          password: may(variable, "The password; empty when left out."),
        },
      }),
      "User name and password.",
    ),
    header: may(
      mapping({
        name: "Header",
        doc: "A header with a secret.",
        members: { name: need(headerName, "The header."), value: need(variable, "Its value.") },
      }),
      "A header of the service's own.",
    ),
    oauth2: may(
      mapping({
        name: "OAuth2",
        doc: "A token that we fetch and use until it ends.",
        members: {
          token: need(
            template,
            "Where tokens are given: a path on the address of the service, or a whole https address.",
          ),
          grant: may(oneOf(["client-credentials", "refresh-token"], "a grant"), "`client-credentials` when left out."),
          client: need(variable, "Client id."),
          secret: need(variable, "Client secret."),
          refresh: may(variable, "With `refresh-token`: that token."),
          scope: may(text, "Scopes, with spaces."),
          sends: may(oneOf(["basic", "body"], "a way"), "How client id and secret go along; `body` when left out."),
        },
      }),
      "OAuth 2.0 without a person.",
    ),
    signature: may(
      mapping({
        name: "Signature",
        doc: "A keyed hash (HMAC) of the call in a header.",
        members: {
          key: need(variable, "The key."),
          header: need(headerName, "The header that holds it."),
          over: need(template, "What is hashed: {method}, {target}, {body}, {time}."),
          hash: may(oneOf(["sha256", "sha512"], "a hash"), "`sha256` when left out."),
          encoding: may(oneOf(["hex", "base64"], "an encoding"), "`hex` when left out."),
          time: may(headerName, "Header that carries the time, in seconds."),
        },
      }),
      "Calls that are signed.",
    ),
  },
});

const limits = mapping({
  name: "Limits",
  doc: "What the service bears. A 429 with Retry-After is honoured in any case.",
  example: "limits: {perSecond: 10, atOnce: 2}",
  members: {
    perSecond: may(some("a number of calls", 1_000), "Calls begun in a second; 5 when left out."),
    atOnce: may(some("a number of calls", 50), "Calls under way at once; 2 when left out."),
    seconds: may(some("seconds", 300), "For one answer; 30 when left out."),
    pages: may(some("a number of pages", 100_000), "Of one list; 500 when left out."),
    answerKilobytes: may(some("kilobytes", 1_000_000), "Of one answer; 10240 when left out."),
  },
});

const notOffered = mapping({
  name: "Not offered",
  doc: "Why there is no call for something. What is said here becomes a message to `contact`, or a task.",
  example: "notOffered:\n  correct: Only the account holder can change it.",
  members: {
    find: may(text, "Why nothing can be found."),
    read: may(text, "Why nothing can be handed out."),
    correct: may(text, "Why nothing can be corrected."),
    erase: may(text, "Why nothing can be erased."),
  },
});

export const serviceKind = mapping({
  name: "Service",
  doc: "A service of another party, or of your own, that is reached over HTTP.",
  example:
    'service: Example CRM\ndocumentation: https://crm.example/docs/api\naddress: https://api.crm.example\nauthentication: {bearer: CRM_TOKEN}\nrecords:\n  contact:\n    find: {by: email, get: /contacts, query: {email: "{email}"}, items: contacts[*], id: id}\n    erase: {delete: "/contacts/{id}"}\nnotOffered: {correct: The service has no call for it.}',
  members: {
    service: need(text, "What it is called."),
    documentation: need(text, "Where its contract can be read."),
    address: may(text, "Its https address, unless the installation names another."),
    authentication: may(authentication, "How we prove who we are; nothing when left out."),
    headers: may(fields("a header", headerName), "Headers of every call, such as a version."),
    settings: may(
      named({ what: "a value", kind: variable }),
      "Values that differ per installation, such as the number of a list, as `{setting.name}`.",
    ),
    limits: may(limits, "What the service bears."),
    check: may(call, "A call that changes nothing, to see whether we may use the service."),
    records: need(
      named({ what: "a record", kind: record }),
      "What it keeps about a person. They are erased from the last to the first: what is found through another stands after it.",
    ),
    notOffered: may(notOffered, "What it has no call for, and why."),
    contact: may(text, "The address for privacy questions, for what is not offered."),
    signed: may(
      mapping({
        name: "Signed answers",
        doc: "The service signs its answers (RSA or ECDSA with SHA-256, in base64, over the body); what is not signed is not believed.",
        members: {
          header: need(headerName, "The header with the signature."),
          certificate: need(variable, "Variable with its certificate, in PEM."),
        },
      }),
      "Signature of every answer.",
    ),
  },
});

type Of<K> = K extends Kind<infer T> ? T : never;
export type ReadService = Of<typeof serviceKind>;
export type ReadRecord = Of<typeof record>;
export type ReadLookup = Of<typeof lookup>;
export type ReadEach = Of<typeof each>;
export type ReadCall = Of<typeof call>;
export type ReadChange = Of<typeof erase>;
export type ReadCorrect = Of<typeof correct>;
export type ReadCompletion = Of<typeof completion>;
export type ReadAuthentication = Of<typeof authentication>;
export type ReadFields = NonNullable<ReadCall["query"]>;
