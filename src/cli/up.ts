export async function up(): Promise<number> { return 70; }
