"""Potential customers as estimates of segments, never as people (D13): the rows of audiences.csv."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AudienceRow:
    """One line of audiences.csv; `size_estimate` counts firms, `estimated_on` is an ISO date."""

    name: str
    name_en: str
    segment: str
    region: str
    size_estimate: str
    source: str
    estimated_on: str


AUDIENCES = (
    AudienceRow(
        "河南纸制品企业",
        "Paper product makers in Henan",
        "纸制品制造",
        "河南",
        "1200",
        "省造纸行业名录估算",
        "2025-01-15",
    ),
    AudienceRow(
        "川渝调味品与火锅底料企业",
        "Condiment and hotpot base makers in Sichuan and Chongqing",
        "调味品制造",
        "四川、重庆",
        "860",
        "食品展参展商统计估算",
        "2025-03-28",
    ),
    AudienceRow(
        "浙江小商品跨境卖家",
        "Cross-border sellers of small goods in Zhejiang",
        "跨境电商",
        "浙江",
        "5400",
        "平台公开数据估算",
        "2024-11-20",
    ),
    AudienceRow(
        "陕西机械零部件厂",
        "Machine part factories in Shaanxi",
        "机械制造",
        "陕西",
        "640",
        "开发区年报估算",
        "2024-09-10",
    ),
    AudienceRow(
        "云南鲜果与花卉合作社",
        "Fruit and flower cooperatives in Yunnan",
        "鲜活农产品",
        "云南",
        "310",
        "农业统计公报估算",
        "2025-05-06",
    ),
)
