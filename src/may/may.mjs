// Built from src/may by `npm run generate`. How to use it: docs/operating.md.
// src/may/cache.ts
const tooSlow = "The answers took longer than they may be old. Nothing was answered. Ask again.";
const attempts = 3;
var MayCache = class {
	#source;
	#boundMs;
	#mostPersons;
	#now;
	#known = new Map();
	#spelled = new Map();
	#loading = new Set();
	#cursor;
	#freshUntil = Number.NEGATIVE_INFINITY;
	#looking;
	constructor(source, { boundMs, mostPersons, now = () => performance.now() }) {
		this.#source = source;
		this.#boundMs = boundMs;
		this.#mostPersons = mostPersons;
		this.#now = now;
	}
	peek(person) {
		return this.#now() > this.#freshUntil ? void 0 : this.#known.get(person);
	}
	async get(persons) {
		for (let attempt = 0; attempt < attempts; attempt++) {
			if (this.freshForMs < 0) await this.look();
			else if (this.freshForMs < this.#boundMs / 2) this.look().catch(() => void 0);
			const until = this.#freshUntil;
			const found = this.#knownAmong(persons);
			const unknown = [...new Set(persons.filter((person) => !found.has(person)))];
			if (unknown.length > 0) for (const [person, answered] of await this.#load(unknown)) found.set(person, answered);
			if (this.#now() <= until) return persons.map((person) => found.get(person));
		}
		throw new Error(tooSlow);
	}
	look() {
		this.#looking ??= this.#look().finally(() => {
			this.#looking = void 0;
		});
		return this.#looking;
	}
	get freshForMs() {
		return this.#freshUntil - this.#now();
	}
	#knownAmong(persons) {
		const found = new Map();
		for (const person of persons) {
			const known = this.#known.get(person);
			if (known !== void 0) found.set(person, known);
		}
		return found;
	}
	async #look() {
		const asked = this.#now();
		const { cursor, persons } = await this.#source.changes(this.#cursor);
		if (persons === "all") {
			this.#known.clear();
			this.#spelled.clear();
			for (const load of this.#loading) load.all = true;
		} else {
			for (const person of persons) this.#forget(person);
			for (const load of this.#loading) for (const person of persons) load.changed.add(person);
		}
		this.#cursor = cursor;
		this.#freshUntil = asked + this.#boundMs;
	}
	async #load(persons) {
		const load = {
			changed: new Set(),
			all: false
		};
		this.#loading.add(load);
		const asked = this.#now();
		try {
			const answers = await this.#source.answers(persons);
			if (this.#now() - asked > this.#boundMs) throw new Error(tooSlow);
			const found = new Map(persons.map((person, at) => [person, answers[at]]));
			if (!load.all) {
				for (const [spelled, answered] of found) if (!load.changed.has(answered.person)) this.#remember(spelled, answered);
			}
			return found;
		} finally {
			this.#loading.delete(load);
		}
	}
	#remember(spelled, answered) {
		while (this.#known.size >= this.#mostPersons) {
			const [oldest] = this.#known.values();
			if (oldest === void 0) break;
			this.#forget(oldest.person);
		}
		this.#known.set(spelled, answered);
		const all = this.#spelled.get(answered.person);
		if (all === void 0) this.#spelled.set(answered.person, new Set([spelled]));
		else all.add(spelled);
	}
	#forget(person) {
		for (const spelled of this.#spelled.get(person) ?? []) this.#known.delete(spelled);
		this.#spelled.delete(person);
	}
};
// src/may/client.ts
const atOnce = 500;
const unreachable = {
	allowed: false,
	because: "unreachable"
};
const notDeclared = {
	allowed: false,
	because: "not-declared"
};
function connectMay({ boundMs = 5e3, mostPersons = 1e5, ...options }) {
	const cache = new MayCache(overHttp(options, boundMs), {
		boundMs,
		mostPersons,
		...options.now && { now: options.now }
	});
	const timer = setInterval(() => void cache.look().catch(() => void 0), boundMs / 4);
	timer.unref?.();
	const load = async (persons) => {
		for (let at = 0; at < persons.length; at += atOnce) await cache.get(persons.slice(at, at + atOnce));
	};
	return {
		may: (person, purpose) => cache.peek(person)?.purposes[purpose]?.allowed === true,
		mayContact: (person, message) => cache.peek(person)?.messages[message]?.allowed === true,
		ask: async (person, asked) => {
			try {
				const [answered] = await cache.get([person]);
				return answered === void 0 ? unreachable : verdictIn(answered, asked);
			} catch {
				return unreachable;
			}
		},
		load,
		look: () => cache.look(),
		close: () => clearInterval(timer)
	};
}
function verdictIn({ purposes, messages }, asked) {
	const [all, name] = "purpose" in asked ? [purposes, asked.purpose] : [messages, asked.message];
	return (Object.hasOwn(all, name) ? all[name] : void 0) ?? notDeclared;
}
function overHttp({ url, token, fetch: send = fetch }, boundMs) {
	const base = `${url.replace(/\/+$/u, "")}/api/v1/may`;
	const call = async (path, body) => {
		const answer = await send(`${base}${path}`, {
			...body === void 0 ? {} : {
				method: "POST",
				body: JSON.stringify(body)
			},
			headers: {
				authorization: `Bearer ${token}`,
				"content-type": "application/json"
			},
			signal: AbortSignal.timeout(boundMs)
		});
		if (!answer.ok) throw new Error(`Gestand answered ${answer.status}. Nothing is known.`);
		return answer.json();
	};
	return {
		answers: async (persons) => (await call("/answers", { persons })).answers,
		changes: async (cursor) => await call(`/changes${cursor === void 0 ? "" : `?cursor=${encodeURIComponent(cursor)}`}`)
	};
}
export { connectMay, verdictIn };
