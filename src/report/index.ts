export { DEFAULT_REPORT_OPTIONS, type ReportOptions, reportHtml } from "./report.js";
export type { ReportPatient } from "./report-patient.js";
