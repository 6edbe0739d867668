/** Words about which law holds and how its clock stands. */
import type { Language } from "#base";

const nl = {
  residence: "Waar woont u?",
  residenceHint:
    "Dan weten wij welke wet voor u geldt en wanneer u antwoord moet hebben. Wij gebruiken het alleen daarvoor.",
  elsewhere: "Ergens anders, of dat zeg ik liever niet",
  authority: "Toezichthouder",
  body: "U kunt ook naar",
  arbitration: "Lost dat het niet op, dan kunt u om een bindende uitspraak van arbiters vragen.",
  stands: {
    identity:
      "De termijn staat stil tot u hebt laten zien wie u bent. Op deze dag krijgt u antwoord als u dat vandaag doet.",
    clarification:
      "De termijn staat stil tot u onze vraag hebt beantwoord. Op deze dag krijgt u antwoord als u dat vandaag doet.",
  },
  clarification: "Wij hebben een vraag",
  answer: "Uw antwoord",
  send: "Verstuur",
  clarified: "Dank u. Wij hebben uw antwoord en gaan verder.",
  answerMissing: "Uw antwoord is leeg of te lang. Er is niets verstuurd. Schrijf uw antwoord in het vak.",
};

const en: typeof nl = {
  residence: "Where do you live?",
  residenceHint: "It tells us which law protects you and by when you must have an answer. We use it for nothing else.",
  elsewhere: "Somewhere else, or I would rather not say",
  authority: "Supervisory authority",
  body: "You can also go to",
  arbitration: "If that does not solve it, you can ask for a binding decision of arbitrators.",
  stands: {
    identity:
      "The term stands still until you have shown who you are. This is the day of our answer if you do so today.",
    clarification:
      "The term stands still until you have answered our question. This is the day of our answer if you do so today.",
  },
  clarification: "We have a question",
  answer: "Your answer",
  send: "Send",
  clarified: "Thank you. We have your answer and go on.",
  answerMissing: "Your answer is empty or too long. Nothing was sent. Write your answer in the box.",
};

export const lawTexts: Readonly<Record<Language, typeof nl>> = { nl, en };
