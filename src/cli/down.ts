export async function down(): Promise<number> { return 70; }
