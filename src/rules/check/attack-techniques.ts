/**
 * Tactics of MITRE ATT&CK techniques (Enterprise): one line a tactic, technique numbers without the `T`. A technique
 * that isn't listed is one we don't know, and nothing is said about it.
 *
 * @see https://attack.mitre.org/techniques/enterprise/
 */
const techniquesByTactic: Readonly<Record<string, string>> = {
  Reconnaissance: "1589 1590 1591 1592 1593 1594 1595 1596 1597 1598 1681",
  ResourceDevelopment: "1583 1584 1585 1586 1587 1588 1608 1650",
  InitialAccess: "1078 1091 1133 1189 1190 1195 1199 1200 1566 1659 1669",
  Execution: "1047 1053 1059 1072 1106 1129 1203 1204 1559 1569 1609 1610 1648 1651 1674 1675 1677",
  Persistence:
    "1037 1053 1078 1098 1112 1133 1136 1137 1176 1197 1205 1505 1525 1542 1543 1546 1547 1554 1556 1574 1653 1668 1671",
  PrivilegeEscalation: "1037 1053 1055 1068 1078 1098 1134 1484 1543 1546 1547 1548 1574 1611",
  DefenseEvasion:
    "1006 1014 1027 1036 1055 1070 1078 1112 1127 1134 1140 1197 1202 1205 1207 1211 1216 1218 1220 1221 1222 1480 1484 1497 1535 1542 1548 1550 1553 1556 1562 1564 1574 1578 1599 1600 1601 1610 1612 1620 1622 1647 1656 1666 1672 1678 1679",
  CredentialAccess: "1003 1040 1056 1110 1111 1187 1212 1528 1539 1552 1555 1556 1557 1558 1606 1621 1649",
  Discovery:
    "1007 1010 1012 1016 1018 1033 1040 1046 1049 1057 1069 1082 1083 1087 1120 1124 1135 1201 1217 1482 1497 1518 1526 1538 1580 1613 1614 1615 1619 1622 1652 1654 1673 1680",
  LateralMovement: "1021 1072 1080 1091 1210 1534 1550 1563 1570",
  Collection: "1005 1025 1039 1056 1074 1113 1114 1115 1119 1123 1125 1185 1213 1530 1557 1560 1602",
  CommandAndControl:
    "1001 1008 1071 1090 1092 1095 1102 1104 1105 1132 1205 1219 1568 1571 1572 1573 1659 1665",
  Exfiltration: "1011 1020 1029 1030 1041 1048 1052 1537 1567",
  Impact: "1485 1486 1489 1490 1491 1495 1496 1498 1499 1529 1531 1561 1565 1657 1667",
};

const tacticsByTechnique: ReadonlyMap<string, readonly string[]> = invert();

function invert(): Map<string, string[]> {
  const tactics = new Map<string, string[]>();
  for (const [tactic, numbers] of Object.entries(techniquesByTactic)) {
    for (const number of numbers.split(" ")) {
      const known = tactics.get(`T${number}`) ?? [];
      known.push(tactic);
      tactics.set(`T${number}`, known);
    }
  }
  return tactics;
}

/** Numbers given so far: from T0800 for industrial systems, from T1001 for all others, with room for those to come. */
export function canBeTechnique(technique: string): boolean {
  const number = Number(technique.slice(1, 5));
  return (number >= 800 && number < 900) || (number >= 1001 && number < 1800);
}

/** The tactics of a technique or sub-technique; none for one that isn't known. */
export function tacticsOf(technique: string): readonly string[] {
  return tacticsByTechnique.get(technique.replace(/\..*$/, "")) ?? [];
}
