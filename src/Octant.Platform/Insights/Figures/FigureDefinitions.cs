using Octant.Platform.Foundation.Languages;

namespace Octant.Platform.Insights.Figures;

/// <summary>How a figure is counted.</summary>
/// <param name="Id">Its name in answers and in the header of exports.</param>
/// <param name="Definition">What counts, once, and what does not.</param>
public sealed record FigureDefinition(string Id, LocalizedName Name, LocalizedName Definition)
{
    internal Func<FigureSet, long?> Of { get; init; } = _ => null;
}

/// <param name="Figures">In the order in which they are shown.</param>
/// <param name="Organisation">Where in the organisation something is counted.</param>
/// <param name="Time">On which day something is counted.</param>
public sealed record FigureDefinitionList(IReadOnlyList<FigureDefinition> Figures, LocalizedName Organisation, LocalizedName Time);

/// <summary>Every figure with how it is counted, for the screens, the export and the API's answer alike.</summary>
public static class FigureDefinitions
{
    public static IReadOnlyList<FigureDefinition> All { get; } =
    [
        Define(
            "decisions", "决策", "每一次决策请求或事件触发的决策计一次；重复请求不重复计。", "Decisions", "Every decision once, asked for or set off by an event; a repeated request is not counted again.",
            figures => figures.Decisions),
        Define(
            "silent", "静默", "结果为“不推荐”的决策，按原因统计。", "Silence", "Decisions that recommended nothing, by reason.",
            figures => figures.Silent),
        Define(
            "planned", "计划接触（商机）", "给出的每一条推荐计一次。始终等于待发、已送达、待确认、已抑制与失败之和；对照组不计入。",
            "Planned contacts (opportunities)", "Every recommendation given out, once. Always pending + sent + unconfirmed + suppressed + failed; the holdout is not in it.",
            figures => figures.Planned),
        Define(
            "pending", "待发", "已预占、尚未展示或发出的接触。", "Pending", "Reserved and neither shown nor sent yet.",
            figures => figures.Pending),
        Define(
            "sent", "接触（已送达）", "已经触达客户：网关受理、触点报告展示，或客户已作答。", "Contacts (sent)", "Put before the customer: accepted by the gateway, reported as shown, or answered.",
            figures => figures.Sent),
        Define(
            "unconfirmed", "待确认", "已交给发送方、尚无回执；不会自动重发。", "Unconfirmed", "Handed to a sender whose word is awaited; never sent again by itself.",
            figures => figures.Unconfirmed),
        Define(
            "suppressed", "已抑制", "预占后未发出，按原因统计；过期也在其中。", "Suppressed", "Reserved and then not sent, by reason; expired ones are among them.",
            figures => figures.Suppressed),
        Define(
            "failed", "失败", "发送方尝试后未成功，或到期仍无回执，按原因统计。", "Failed", "A sender tried and could not, or never reported, by reason.",
            figures => figures.Failed),
        Define(
            "ghosts", "对照组", "本会发生、为衡量效果而特意不做的接触。", "Holdout", "Contacts that would have been made and were left out to measure the effect.",
            figures => figures.Ghosts),
        Define(
            "external", "外部接触", "其他系统报告的接触；计入接触频次，不计入计划与成本。", "By other systems", "Contacts other systems reported; they count in caps, not in what was planned nor in cost.",
            figures => figures.External),
        Define(
            "shown", "展示", "触点报告已展示的推荐；每条推荐只计一次。", "Shown", "Recommendations a touchpoint reported as shown; once for each.",
            figures => figures.Shown),
        Define(
            "clicked", "点击", "每条推荐只计一次。", "Clicked", "Once for each recommendation.",
            figures => figures.Clicked),
        Define(
            "interested", "有兴趣", "每条推荐只计一次。", "Interested", "Once for each recommendation.",
            figures => figures.Interested),
        Define(
            "accepted", "接受（成功）", "客户接受的推荐，每条只计一次；计在登记者的网点与工号名下。", "Accepted (successes)", "Recommendations the customer took, once for each; counted for the outlet and person who took it down.",
            figures => figures.Accepted),
        Define(
            "rejected", "拒绝", "客户拒绝的推荐，每条只计一次，按原因统计。", "Rejected", "Recommendations the customer turned down, once for each, by reason.",
            figures => figures.Rejected),
        Define(
            "ignored", "未理会", "已送达，且在产品的反馈期内没有任何反馈。", "Ignored", "Sent, and nothing came back within the offering's window.",
            figures => figures.Ignored),
        Define(
            "responses", "反馈", "点击、有兴趣、接受与拒绝之和。", "Responses", "Clicked, interested, accepted and rejected together.",
            figures => figures.Responses),
        Define(
            "orders", "订单", "接受后产品进入办理的推荐；客户早已拥有的不计。", "Orders", "Acceptances that put the offering on order; one the customer had already is not one.",
            figures => figures.Orders),
        Define(
            "cost", "成本", "已送达与待确认的接触 × 渠道单次接触成本 + 接受 × 渠道单次办理成本，按现行价格。",
            "Cost", "Contacts sent or unconfirmed × the channel's cost per contact, and acceptances × its cost per transaction, at the prices of now.",
            figures => figures.Cost),
        Define(
            "revenue", "收入", "订单 × 产品收入规则；没有规则时按活动所填价值、产品价值或价格，按现行数值。没有扣除“本来也会办理”的部分，不是效果。",
            "Revenue", "Orders × the offering's revenue rule; without one the value the campaign entered, the offering's, or its price, as of now. What would have come anyway is not taken off: it is no effect.",
            figures => figures.Revenue),
    ];

    public static FigureDefinitionList List { get; } = new(
        All,
        new LocalizedName(
            "有网点参与的，计在该网点的组织单位；没有的（短信、外呼等），计在客户所属单位。反馈与订单计在登记它的网点与工号名下。每件事只计在一个单位、一个工号，上级等于下级之和。",
            "Where an outlet took part, at its unit; where none did (SMS, outbound calls), at the unit the customer belongs to. Responses and orders at the outlet and person who took them down. Everything is counted at one unit and one person, so each level is the sum of those below."),
        new LocalizedName(
            "按平台时区的自然日；接触计在状态变化的那一天，因此一天的“待发”可以为负。",
            "By calendar days of the platform's zone. A contact moves between its sums on the day it changes, so that pending of a single day may be below zero."));

    private static FigureDefinition Define(string id, string zh, string zhDefinition, string en, string enDefinition, Func<FigureSet, long?> of) =>
        new(id, new LocalizedName(zh, en), new LocalizedName(zhDefinition, enDefinition)) { Of = of };
}
