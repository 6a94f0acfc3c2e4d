export async function status(): Promise<number> { return 70; }
