export async function list(): Promise<number> { return 70; } export const importInto=list, exportFrom=list, pack=list;
