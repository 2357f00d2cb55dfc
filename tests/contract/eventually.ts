/** How long a poll may take: far longer than anything needs, for machines that are busy with something else. */
export const EVENTUALLY = { timeout: 15_000 } as const;
