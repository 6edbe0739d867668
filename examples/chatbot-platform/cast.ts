/** The people that tests and documentation call by name. All invented; `.example` is nobody's domain. */
export interface CastMember {
  readonly name: string;
  /** As on file, in small letters; null for who is known by no address. */
  readonly email: string | null;
  /** Key of the row in `app_users`, for who has an account. */
  readonly userId?: number;
  /** Keys of the rows in `subscribers`, for who talks to a bot of a customer. */
  readonly subscriberIds?: readonly number[];
  /** What makes this person interesting, in one sentence. */
  readonly situation: string;
}

export const cast = {
  owner: {
    name: "Femke Postma",
    email: "femke@bakkerij-postma.example",
    userId: 1,
    situation:
      "A customer: owns a workspace, pays by card, has invoices of 2018 and 2025, a testimonial and a comment.",
  },
  colleague: {
    name: "Youssef Amrani",
    email: "youssef@bakkerij-postma.example",
    userId: 2,
    situation: "Works in the workspace of Femke, who invited him; he answers subscribers himself.",
  },
  leftTeam: {
    name: "Linda Hoekstra",
    email: "linda.hoekstra@post.example",
    userId: 3,
    situation: "A team member who left last year; her files and flows are still there.",
  },
  secondOwner: {
    name: "Maarten Dijk",
    email: "maarten@fietsen-dijk.example",
    userId: 4,
    situation: "A second customer; he imported a list of people without saying on which ground.",
  },
  unsubscribed: {
    name: "Petra Zomer",
    email: "petra.zomer@mail.example",
    userId: 5,
    situation: "Opted out of product news; account mail still reaches her.",
  },
  commenter: {
    name: "Kim van Loon",
    email: "kim.vanloon@thuis.example",
    situation: "Has no account; commented on the blog twice, under two spellings of one address, and was answered.",
  },
  doubleSubscriber: {
    name: "Samira Haddad",
    email: "samira.haddad@thuis.example",
    subscriberIds: [1, 2],
    situation: "Subscriber of two customers at once, with the same telephone number and address in both workspaces.",
  },
  child: {
    name: "Tygo Brands",
    email: "tygo.brands@post.example",
    subscriberIds: [3],
    situation: "A subscriber who is fifteen by his date of birth.",
  },
  imported: {
    name: "Gerda Willems",
    email: "gerda.willems@mail.example",
    subscriberIds: [4],
    situation: "Never asked for anything: she was in the list that was imported without a ground.",
  },
  sensitive: {
    name: "Robert Kroon",
    email: "robert.kroon@thuis.example",
    subscriberIds: [5],
    situation: "Sent a bot his citizen service number and a remark on his health; both were set aside.",
  },
  optedOut: {
    name: "Ingrid Maas",
    email: "ingrid.maas@mail.example",
    subscriberIds: [6],
    situation: "Wrote the stop word to the bot of one customer.",
  },
  visitor: {
    name: "Casual visitor",
    email: null,
    situation: "Looked at the website without an account: nothing anywhere leads to this person.",
  },
} as const satisfies Record<string, CastMember>;

export type CastName = keyof typeof cast;
