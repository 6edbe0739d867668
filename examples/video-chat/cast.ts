/** The people that tests and documentation call by name. All invented; `.example` is nobody's domain. */
export interface CastMember {
  readonly name: string;
  /** As on file, in small letters; null for who is known by no address. */
  readonly email: string | null;
  /** Key of the row in `profiles`, for who has a profile. */
  readonly profileId?: number;
  /** Key of the row in `moderators`, for who works here. */
  readonly moderatorId?: number;
  /** ISO 3166-1, and the state where that matters; Germany when left out. */
  readonly lives?: readonly [country: string, state?: string];
  /** What makes this person interesting, in one sentence. */
  readonly situation: string;
}

export const cast = {
  payer: {
    name: "Jana Albrecht",
    email: "jana.albrecht@post.example",
    profileId: 1,
    situation: "Bought minutes in 2016 and 2025, and had the second purchase refunded.",
  },
  bannedByComplaint: {
    name: "Viktor Sandau",
    email: "viktor.sandau@mail.example",
    profileId: 2,
    situation: "Banned after a complaint, with a frame, two messages and the key of his device.",
  },
  bannedByMachine: {
    name: "Ruben Falk",
    email: "ruben.falk@thuis.example",
    profileId: 3,
    situation: "Banned by a machine; a moderator looked at it the next day.",
  },
  banOver: {
    name: "Ole Petersen",
    email: "ole.petersen@mail.example",
    profileId: 4,
    situation: "His ban ended yesterday, so the image and the key are due to go and the record is not.",
  },
  reporter: {
    name: "Mila Novak",
    email: "mila.novak@post.example",
    profileId: 5,
    situation: "Complained about Viktor, and about somebody without a profile.",
  },
  seventeen: {
    name: "Tim Brandt",
    email: "tim.brandt@post.example",
    profileId: 6,
    situation: "Declared to be eighteen; the network he signs in with says seventeen, and his aunt reported him.",
  },
  californian: {
    name: "Grace Fontana",
    email: "grace.fontana@mail.example",
    profileId: 7,
    lives: ["US", "CA"],
    situation: "Lives in California and asked to whom data went for direct marketing.",
  },
  nevadan: {
    name: "Hank Duran",
    email: "hank.duran@mail.example",
    profileId: 8,
    lives: ["US", "NV"],
    situation: "Lives in Nevada and opted out of any sale.",
  },
  canadian: {
    name: "Élise Tremblay",
    email: "elise.tremblay@mail.example",
    profileId: 9,
    lives: ["CA", "QC"],
    situation: "Lives in Canada and withdrew her consent to measurement.",
  },
  european: {
    name: "Camille Roche",
    email: "camille.roche@thuis.example",
    profileId: 10,
    lives: ["FR"],
    situation: "Lives in France; signs in with a network and refused it her photos and time zone.",
  },
  peerOne: {
    name: "Nico Adler",
    email: "nico.adler@post.example",
    profileId: 11,
    situation: "Talked with Lea yesterday about a word that is nowhere in the database.",
  },
  peerTwo: {
    name: "Lea Winter",
    email: "lea.winter@post.example",
    profileId: 12,
    situation: "Talked with Nico yesterday; no row leads from one to the other.",
  },
  writer: {
    name: "Boris Kessler",
    email: "boris.kessler@thuis.example",
    situation: "Has no profile; asked a question in two spellings of his address, and was answered.",
  },
  aunt: {
    name: "Sabine Brandt",
    email: "sabine.brandt@thuis.example",
    situation: "Has no profile; reported that Tim is not eighteen.",
  },
  moderator: {
    name: "Anke Rohde",
    email: "anke.rohde@video-chat.example",
    moderatorId: 1,
    situation: "Moderator: looked at frames, ended and confirmed bans.",
  },
  visitor: {
    name: "Anonymous visitor",
    email: null,
    situation: "Talks without a profile: a random key, under which somebody complained and a short ban ran.",
  },
  erased: {
    name: "Erased user",
    email: null,
    situation: "Had everything erased while a ban was running: the ban and the key of a device, and no person.",
  },
} as const satisfies Record<string, CastMember>;

export type CastName = keyof typeof cast;

/** What Nico and Lea said. It must not be found anywhere. */
export const canary = "kanarienvogel-7f3a";
