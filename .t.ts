import { openCity } from './test/journeys/city.ts';
const t=performance.now();
const { close } = await openCity();
console.log('open', performance.now()-t);
await close();
