export const rooms: Record<string, string[]>;
export const pure: Record<string, string[]>;
export const drivers: { packages: string[]; rooms: string[] };
